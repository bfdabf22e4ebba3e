using System.Diagnostics;

namespace Search.Training;

/// <summary>
/// A training in progress: the network, the optimizer's state and the place in the data. What it does next is decided by
/// them alone, so a session saved between two epochs and loaded again goes on to the last bit as if it had never stopped.
/// Used by one thread at a time.
/// </summary>
public sealed class TrainingSession
{
    private readonly Dataset training;
    private readonly Dataset validation;
    private readonly Network network;
    private readonly OptimizerRun optimizer;
    private readonly BatchFeed feed;
    private readonly Evaluator evaluator;
    private readonly ScoreSheet trainingSheet, validationSheet;
    private readonly BestWeights best;
    private readonly int[] order;
    private readonly List<EpochReport> reports = [];
    private long step;

    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    public TrainingSession(MlpSettings settings, Dataset training, Dataset validation)
    {
        settings.Validate(training, validation);
        Settings = settings;
        this.training = training;
        this.validation = validation;
        int batch = settings.Optimizer is GradientDescentOptimizer ? training.Count : Math.Min(settings.BatchSize, training.Count);
        network = new Network(settings, training.Features, training.Outputs, batch);
        network.Initialize(settings.Seed);
        optimizer = new OptimizerRun(settings, network);
        feed = new BatchFeed(network, training, settings.Loss);
        evaluator = new Evaluator(network, settings, feed);
        trainingSheet = new ScoreSheet(training, settings.TopK);
        validationSheet = new ScoreSheet(validation, settings.TopK);
        best = new BestWeights(settings, network);
        order = new int[training.Count];
        Model = new Model(settings, network, training);
    }

    public MlpSettings Settings { get; }

    /// <summary>The network as it is now. It changes with every further epoch.</summary>
    public Model Model { get; }

    /// <summary>One for each epoch so far.</summary>
    public IReadOnlyList<EpochReport> Reports => reports;

    /// <summary>Whether all epochs are trained, or early stopping has ended training.</summary>
    public bool Finished => reports.Count >= Settings.Epochs || best.IsOver;

    internal Network Network => network;

    internal OptimizerRun Optimizer => optimizer;

    internal BestWeights Best => best;

    /// <summary>Every training example once, in an order of the epoch's own; then the validation set.</summary>
    /// <param name="cancel">looked at before every mini-batch; a cancelled session must not be used again</param>
    /// <exception cref="OperationCanceledException"/>
    public EpochReport RunEpoch(CancellationToken cancel = default)
    {
        long begin = Stopwatch.GetTimestamp();
        double rate = TrainEpoch(cancel);
        double trainingSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (Settings.Normalization is BatchNormalization { Statistics: BatchStatistics.Exact })
            evaluator.TakeExactStatistics(training, cancel);
        evaluator.Run(validation, validationSheet, cancel);
        var report = new EpochReport(
            reports.Count + 1,
            trainingSheet.Total(),
            validationSheet.Total(),
            rate,
            Stopwatch.GetElapsedTime(begin).TotalSeconds,
            training.Count / trainingSeconds);
        reports.Add(report);
        best.Observe(report);
        return report;
    }

    /// <summary>What training has come to. With early stopping, the model goes back to its best weights.</summary>
    public TrainingResult Finish()
    {
        if (reports.Count == 0)
            throw new InvalidOperationException("At least one epoch must be trained before there is a result.");
        EpochReport final = Settings.EarlyStopping is null ? reports[^1] : reports[best.Restore() - 1];
        return new TrainingResult([.. reports], final, Stopped: reports.Count < Settings.Epochs, Model);
    }

    /// <summary>Writes a checkpoint: settings, weights, optimizer state and the place in training.</summary>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <inheritdoc cref="Save(string)"/>
    public void Save(Stream target)
        => ModelFile.Write(target, Model, new SessionState(step, best.State, reports), [.. optimizer.States, .. best.Snapshot]);

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
        session.step = state.Step;
        session.reports.AddRange(state.Reports);
        session.best.State = state.Best;
        file.ReadInto(session.network, [.. session.optimizer.States, .. session.best.Snapshot]);
        return session;
    }

    /// <summary>One mini-batch: forward, loss, backward, update. Allocates nothing.</summary>
    /// <param name="batch">indices into the training data</param>
    internal void TrainStep(ReadOnlySpan<int> batch, double learningRate)
    {
        var pass = new Pass(Training: true, step++, optimizer.UpdatesOnTheWay ? optimizer : null);
        for (int row = 0; row < batch.Length; row++)
        {
            if (Settings.Augmentation is { } augmentation)
            {
                var random = new RandomNumbers(Settings.Seed, RandomPurpose.Augmentation, ((ulong)reports.Count << 32) | (uint)batch[row]);
                feed.FillAugmented(row, training, batch[row], augmentation, ref random);
            }
            else
            {
                feed.Fill(row, training, batch[row]);
            }
        }

        Matrix outputs = network.Forward(batch.Length, pass), targets = feed.Targets.Top(batch.Length);
        double loss = Settings.Loss.Run(outputs, feed.Labels, targets, Settings.LabelSmoothing, network.OutputGradient.Top(batch.Length));
        trainingSheet.Add(outputs, feed.Labels, targets, loss);
        optimizer.Begin(step, learningRate);
        network.Backward(batch.Length, pass);
        optimizer.End();
    }

    private double TrainEpoch(CancellationToken cancel)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new RandomNumbers(Settings.Seed, RandomPurpose.Shuffle, (ulong)reports.Count).Shuffle(order);
        trainingSheet.Clear();
        double rate = 0;
        for (int first = 0; first < order.Length; first += network.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            var progress = new Progress(reports.Count + ((double)first / order.Length), Settings.Epochs, Math.Min(1, (double)network.BatchSize / order.Length), best.State.Reductions);
            rate = Settings.Optimizer.LearningRate * Settings.Schedule.Factor(progress);
            TrainStep(order.AsSpan(first, Math.Min(network.BatchSize, order.Length - first)), rate);
        }

        return rate;
    }
}
