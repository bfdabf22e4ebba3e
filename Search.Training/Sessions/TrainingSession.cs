using System.Diagnostics;

namespace HyperSearch.Training;

/// <summary>
/// A training in progress: the network, the optimizer's state and the place in the data. What it does next is decided by
/// them alone, so a session saved between two epochs and loaded again goes on to the last bit as if it had never stopped.
/// Used by one thread at a time.
/// </summary>
public sealed class TrainingSession
{
    private readonly Dataset _training;
    private readonly Dataset _validation;
    private readonly BatchFeed _feed;
    private readonly Evaluator _evaluator;
    private readonly ScoreAccumulator _trainingScores, _validationScores;
    private readonly MiniBatches _batches;
    private readonly EpochOrder _order;
    private readonly List<EpochReport> _reports = [];
    private long _step;

    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    /// <param name="training">A table is preprocessed as fitted on these very examples.</param>
    /// <param name="validation">Goes through the same preprocessing; its classes are those of the training data by name, and may be fewer.</param>
    public TrainingSession(MlpSettings settings, Dataset training, Dataset validation)
    {
        (training, validation) = TrainingData.Prepare(training, validation);
        settings.Validate(training, validation);
        Settings = settings = settings.For(training);
        _training = training;
        _validation = validation;
        _batches = settings.MiniBatchesOf(training.Count);
        Network = MlpBuilder.Build(settings, training.Features, training.Outputs, _batches.Longest);
        Network.Initialize(settings.Seed);
        Optimizer = new OptimizerRun(settings.Optimizer, Network)
        {
            L1 = settings.L1,
            L2 = settings.L2,
            ClipNorm = settings.ClipNorm,
            MayUpdateInBackward = settings.Normalization is not WeightNormalization,
        };
        _feed = new BatchFeed(Network, training, settings.Loss);
        _evaluator = new Evaluator(Network, settings.Loss, _feed);
        _trainingScores = new ScoreAccumulator(training, settings.TopK);
        _validationScores = new ScoreAccumulator(validation, settings.TopK);
        Best = new BestWeights(settings.EarlyStopping, settings.Schedule.Patience, Network);
        _order = new EpochOrder(training, settings.Seed, _batches.Longest);
        Model = new Model(settings, Network, training);
    }

    public MlpSettings Settings { get; }

    /// <summary>The network as it is now. It changes with every further epoch.</summary>
    public Model Model { get; }

    /// <summary>One for each epoch so far.</summary>
    public IReadOnlyList<EpochReport> Reports => _reports;

    /// <summary>Whether all epochs are trained, or training has ended before: by early stopping, or because it diverged.</summary>
    public bool Finished => _reports.Count >= Settings.Epochs || Best.IsOver || Diverged;

    /// <summary>Whether a weight or another number of the network is no finite number any more, from which no further epoch recovers.
    /// The report of the epoch in which that happened has the worst scores, of training as of validation: see <see cref="Scores"/>.</summary>
    public bool Diverged { get; private set; }

    internal Network Network { get; }

    internal OptimizerRun Optimizer { get; }

    internal BestWeights Best { get; }

    /// <summary>Every training example once, in an order of the epoch's own; then the validation set.</summary>
    /// <param name="cancel">Looked at before every mini-batch; a cancelled session must not be used again.</param>
    /// <exception cref="OperationCanceledException"/>
    public EpochReport RunEpoch(CancellationToken cancel = default)
    {
        var begin = Stopwatch.GetTimestamp();
        var rate = TrainEpoch(cancel);
        var trainingSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (Settings.Normalization is BatchNormalization { Statistics: BatchStatistics.Exact })
            _evaluator.TakeExactStatistics(_training, cancel);
        Diverged = !Network.Parameters.AreFinite;
        if (!Diverged)
            _evaluator.Run(_validation, _validationScores, cancel);
        var report = new EpochReport(
            _reports.Count + 1,
            Diverged ? Scores.Worst(_training.HasLabels) : _trainingScores.Total(),
            Diverged ? Scores.Worst(_training.HasLabels) : _validationScores.Total(),
            rate,
            Stopwatch.GetElapsedTime(begin).TotalSeconds,
            _training.Count / trainingSeconds);
        _reports.Add(report);
        Best.Observe(report);
        return report;
    }

    /// <summary>What training has come to. With early stopping, the model goes back to its best weights.</summary>
    public TrainingResult Finish()
    {
        if (_reports.Count == 0)
            throw new InvalidOperationException("At least one epoch must be trained before there is a result.");
        var final = Settings.EarlyStopping is null ? _reports[^1] : _reports[Best.Restore() - 1];
        return new TrainingResult([.. _reports], final, Stopped: _reports.Count < Settings.Epochs, Model) { Diverged = Diverged };
    }

    /// <summary>
    /// How large the gradient of the loss is in each layer with weights, first to last, with the weights as they are now: its root
    /// mean square over the layer's weights [inputs, outputs], for the mean loss of the first <see cref="MlpSettings.BatchSize"/>
    /// training examples, as they are and without the penalties on weights. The training goes on as if nobody had asked.
    /// </summary>
    public unsafe IReadOnlyList<(string Layer, double Size)> GradientSizes()
    {
        var (parameters, rows) = (Network.Parameters, _batches[0].Rows);
        for (var row = 0; row < rows; row++)
            _feed.Fill(row, _training, row);
        // A forward pass of training moves batch normalization's running averages, which are put back.
        var statistics = new Span<float>(parameters.Values + parameters.TrainedLength, parameters.Length - parameters.TrainedLength);
        var before = statistics.ToArray();
        var pass = new Pass(Training: true, _step);
        Settings.Loss.Run(Network.Forward(rows, pass), _feed.Labels, _feed.Targets.Top(rows), smoothing: 0, Network.OutputGradient.Top(rows));
        Network.Backward(rows, pass);
        before.CopyTo(statistics);
        (string, double)[] sizes = [.. parameters.All.Where(parameter => parameter.Kind == ParameterKind.Weight).Select(weights => (weights.Name[..weights.Name.LastIndexOf('.')], RootMeanSquare(weights)))];
        GC.KeepAlive(Network);
        return sizes;

        static double RootMeanSquare(Parameter weights)
        {
            double squares = 0;
            for (var i = 0; i < weights.Count; i++)
            {
                double gradient = weights.Gradient[weights.Place(i)];
                squares += gradient * gradient;
            }
            return Math.Sqrt(squares / weights.Count);
        }
    }

    /// <summary>Writes a checkpoint: settings, weights, optimizer state and the place in training.</summary>
    /// <exception cref="InvalidOperationException">The training diverged: there is nothing to go on from.</exception>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <inheritdoc cref="Save(string)"/>
    public void Save(Stream target) =>
        ModelFile.Write(target, Model, new SessionState(_step, Best.State, _reports, _training.Count, _validation.Count), [.. Optimizer.States, .. Best.Snapshot]);

    /// <summary>Takes up a checkpoint, with its own settings and the data that it was trained on.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or damaged, or of other data.</exception>
    public static TrainingSession Load(string path, Dataset training, Dataset validation) =>
        Load(ModelFile.Open(path), settings: null, training, validation);

    /// <inheritdoc cref="Load(string, Dataset, Dataset)"/>
    public static TrainingSession Load(Stream checkpoint, Dataset training, Dataset validation) =>
        Load(ModelFile.Open(checkpoint), settings: null, training, validation);

    /// <summary>Takes up a checkpoint of a training with the same settings and data. The number of epochs alone may be another one, if
    /// not fewer than are trained, and unless the schedule reads it (<see cref="Schedule.Cosine"/>): what was trained is the same then.</summary>
    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or damaged, or of another training: the message names every difference.</exception>
    public static TrainingSession Load(string path, MlpSettings settings, Dataset training, Dataset validation) =>
        Load(ModelFile.Open(path), settings, training, validation);

    /// <inheritdoc cref="Load(string, MlpSettings, Dataset, Dataset)"/>
    public static TrainingSession Load(Stream checkpoint, MlpSettings settings, Dataset training, Dataset validation) =>
        Load(ModelFile.Open(checkpoint), settings, training, validation);

    private static TrainingSession Load(ModelFile file, MlpSettings? settings, Dataset training, Dataset validation)
    {
        var header = file.Header;
        var state = header.Session ?? throw new InvalidDataException($"{file.Name}: this is a model without the state of its training; only a checkpoint can be continued.");
        (training, validation) = TrainingData.Prepare(training, validation);
        settings?.Validate(training, validation);
        settings = settings?.For(training);
        string[] differences = [.. TrainingDifferences.Between(header, state, settings ?? header.Settings, training, validation)];
        if (differences.Length > 0)
            throw new InvalidDataException($"{file.Name}: only the same training can be continued, but this is the checkpoint of another one. {string.Join(". ", differences)}. Train with its settings and data, or anew without it.");
        TrainingSession session;
        try
        {
            session = new TrainingSession(settings ?? header.Settings, training, validation);
        }
        catch (ArgumentException error) when (settings is null)
        {
            throw new InvalidDataException($"{file.Name}: the checkpoint does not fit the data: {error.Message}", error);
        }
        session._step = state.Step;
        session._reports.AddRange(state.Reports);
        session.Best.State = state.Best;
        file.ReadInto(session.Network, session.Optimizer.States, session.Best.Snapshot);
        return session;
    }

    /// <summary>One mini-batch: forward, loss, backward, update. Allocates nothing.</summary>
    /// <param name="batch">Indices into the training data.</param>
    internal void TrainStep(ReadOnlySpan<int> batch, double learningRate)
    {
        var pass = new Pass(Training: true, _step++, Optimizer.UpdatesInBackward ? Optimizer : null);
        for (var row = 0; row < batch.Length; row++)
        {
            if (Settings.Augmentation is { } augmentation)
            {
                var random = new RandomNumbers(Settings.Seed, RandomPurpose.Augment, ((ulong)_reports.Count << 32) | (uint)batch[row]);
                _feed.FillAugmented(row, _training, batch[row], augmentation, ref random);
            }
            else
            {
                _feed.Fill(row, _training, batch[row]);
            }
        }
        Matrix outputs = Network.Forward(batch.Length, pass), targets = _feed.Targets.Top(batch.Length);
        var loss = Settings.Loss.Run(outputs, _feed.Labels, targets, Settings.LabelSmoothing, Network.OutputGradient.Top(batch.Length));
        _trainingScores.Add(outputs, _feed.Labels, targets, loss);
        Optimizer.Begin(_step, learningRate);
        Network.Backward(batch.Length, pass);
        Optimizer.End();
    }

    private double TrainEpoch(CancellationToken cancel)
    {
        _order.Begin(_reports.Count);
        _trainingScores.Clear();
        double rate = 0;
        for (var batch = 0; batch < _batches.Count; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            var (first, rows) = _batches[batch];
            var progress = new Progress(_reports.Count + (double)first / _batches.Rows, Settings.Epochs, (double)_batches.Size / _batches.Rows, Best.State.Reductions);
            rate = Settings.Optimizer.LearningRate * Settings.Schedule.Factor(progress);
            TrainStep(_order.Batch(first, rows), rate);
        }
        return rate;
    }
}
