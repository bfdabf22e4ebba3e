using System.Diagnostics;

namespace Search.Training;

/// <summary>
/// A training in progress: the network, the optimizer's state and the place in the data. What it does next is decided by
/// them alone, so a session saved between two epochs and loaded again goes on to the last bit as if it had never stopped.
/// Used by one thread at a time.
/// </summary>
public sealed class TrainingSession
{
    private readonly Dataset _training;
    private readonly Dataset _validation;
    private readonly Network _network;
    private readonly OptimizerRun _optimizer;
    private readonly BatchFeed _feed;
    private readonly Evaluator _evaluator;
    private readonly ScoreSheet _trainingSheet, _validationSheet;
    private readonly BestWeights _best;
    private readonly int[] _order;
    private readonly List<EpochReport> _reports = [];
    private long _step;

    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    public TrainingSession(MlpSettings settings, Dataset training, Dataset validation)
    {
        settings.Validate(training, validation);
        Settings = settings;
        _training = training;
        _validation = validation;
        int batch = settings.Optimizer is GradientDescentOptimizer ? training.Count : Math.Min(settings.BatchSize, training.Count);
        _network = new Network(settings, training.Features, training.Outputs, batch);
        _network.Initialize(settings.Seed);
        _optimizer = new OptimizerRun(settings, _network);
        _feed = new BatchFeed(_network, training, settings.Loss);
        _evaluator = new Evaluator(_network, settings, _feed);
        _trainingSheet = new ScoreSheet(training, settings.TopK);
        _validationSheet = new ScoreSheet(validation, settings.TopK);
        _best = new BestWeights(settings, _network);
        _order = new int[training.Count];
        Model = new Model(settings, _network, training);
    }

    public MlpSettings Settings { get; }

    /// <summary>The network as it is now. It changes with every further epoch.</summary>
    public Model Model { get; }

    /// <summary>One for each epoch so far.</summary>
    public IReadOnlyList<EpochReport> Reports => _reports;

    /// <summary>Whether all epochs are trained, or early stopping has ended training.</summary>
    public bool Finished => _reports.Count >= Settings.Epochs || _best.IsOver;

    internal Network Network => _network;

    internal OptimizerRun Optimizer => _optimizer;

    internal BestWeights Best => _best;

    /// <summary>Every training example once, in an order of the epoch's own; then the validation set.</summary>
    /// <param name="cancel">looked at before every mini-batch; a cancelled session must not be used again</param>
    /// <exception cref="OperationCanceledException"/>
    public EpochReport RunEpoch(CancellationToken cancel = default)
    {
        long begin = Stopwatch.GetTimestamp();
        double rate = TrainEpoch(cancel);
        double trainingSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (Settings.Normalization is BatchNormalization { Statistics: BatchStatistics.Exact })
            _evaluator.TakeExactStatistics(_training, cancel);
        _evaluator.Run(_validation, _validationSheet, cancel);
        var report = new EpochReport(
            _reports.Count + 1,
            _trainingSheet.Total(),
            _validationSheet.Total(),
            rate,
            Stopwatch.GetElapsedTime(begin).TotalSeconds,
            _training.Count / trainingSeconds);
        _reports.Add(report);
        _best.Observe(report);
        return report;
    }

    /// <summary>What training has come to. With early stopping, the model goes back to its best weights.</summary>
    public TrainingResult Finish()
    {
        if (_reports.Count == 0)
            throw new InvalidOperationException("At least one epoch must be trained before there is a result.");
        EpochReport final = Settings.EarlyStopping is null ? _reports[^1] : _reports[_best.Restore() - 1];
        return new TrainingResult([.. _reports], final, Stopped: _reports.Count < Settings.Epochs, Model);
    }

    /// <summary>Writes a checkpoint: settings, weights, optimizer state and the place in training.</summary>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <inheritdoc cref="Save(string)"/>
    public void Save(Stream target)
        => ModelFile.Write(target, Model, new SessionState(_step, _best.State, _reports), [.. _optimizer.States, .. _best.Snapshot]);

    /// <summary>Takes up a checkpoint, with the data that it was trained on.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or damaged.</exception>
    public static TrainingSession Load(string path, Dataset training, Dataset validation)
        => Load(ModelFile.Open(path), training, validation);

    /// <inheritdoc cref="Load(string, Dataset, Dataset)"/>
    public static TrainingSession Load(Stream checkpoint, Dataset training, Dataset validation)
        => Load(ModelFile.Open(checkpoint), training, validation);

    private static TrainingSession Load(ModelFile opened, Dataset training, Dataset validation)
    {
        using var file = opened;
        SessionState state = file.Header.Session ?? throw new InvalidDataException($"{file.Name}: this is a model without the state of its training; only a checkpoint can be continued.");
        var session = new TrainingSession(file.Header.Settings, training, validation);
        file.Check(session.Model);
        session._step = state.Step;
        session._reports.AddRange(state.Reports);
        session._best.State = state.Best;
        file.ReadInto(session._network, [.. session._optimizer.States, .. session._best.Snapshot]);
        return session;
    }

    /// <summary>One mini-batch: forward, loss, backward, update. Allocates nothing.</summary>
    /// <param name="batch">indices into the training data</param>
    internal void TrainStep(ReadOnlySpan<int> batch, double learningRate)
    {
        var pass = new Pass(Training: true, _step++, _optimizer.UpdatesOnTheWay ? _optimizer : null);
        for (int row = 0; row < batch.Length; row++)
        {
            if (Settings.Augmentation is { } augmentation)
            {
                var random = new RandomNumbers(Settings.Seed, RandomPurpose.Augmentation, ((ulong)_reports.Count << 32) | (uint)batch[row]);
                _feed.FillAugmented(row, _training, batch[row], augmentation, ref random);
            }
            else
            {
                _feed.Fill(row, _training, batch[row]);
            }
        }

        Matrix outputs = _network.Forward(batch.Length, pass), targets = _feed.Targets.Top(batch.Length);
        double loss = Settings.Loss.Run(outputs, _feed.Labels, targets, Settings.LabelSmoothing, _network.OutputGradient.Top(batch.Length));
        _trainingSheet.Add(outputs, _feed.Labels, targets, loss);
        _optimizer.Begin(_step, learningRate);
        _network.Backward(batch.Length, pass);
        _optimizer.End();
    }

    private double TrainEpoch(CancellationToken cancel)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new RandomNumbers(Settings.Seed, RandomPurpose.Shuffle, (ulong)_reports.Count).Shuffle(_order);
        _trainingSheet.Clear();
        double rate = 0;
        for (int first = 0; first < _order.Length; first += _network.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            var progress = new Progress(_reports.Count + ((double)first / _order.Length), Settings.Epochs, Math.Min(1, (double)_network.BatchSize / _order.Length), _best.State.Reductions);
            rate = Settings.Optimizer.LearningRate * Settings.Schedule.Factor(progress);
            TrainStep(_order.AsSpan(first, Math.Min(_network.BatchSize, _order.Length - first)), rate);
        }

        return rate;
    }
}
