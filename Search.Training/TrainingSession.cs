using System.Diagnostics;

namespace Search.Training;

/// <summary>A training in progress: the network, the optimizer's state and the place in the data.</summary>
internal sealed unsafe class TrainingSession
{
    private readonly MlpSettings settings;
    private readonly Dataset training;
    private readonly Dataset validation;
    private readonly Network network;
    private readonly float* optimizerState;
    private readonly int[] order;
    private readonly int[] labels;
    private int epoch;
    private long step;

    public TrainingSession(MlpSettings settings, Dataset training, Dataset validation)
    {
        settings.Validate();
        if (training.Count == 0 || validation.Count == 0)
            throw new ArgumentException($"Training and validation need at least one example each, but they have {training.Count} and {validation.Count}.");
        if (training.Features != validation.Features || training.Classes != validation.Classes)
        {
            throw new ArgumentException(
                $"Training and validation must have the same features and classes, but they have {training.Features} and {validation.Features} features, {training.Classes} and {validation.Classes} classes.");
        }

        this.settings = settings;
        this.training = training;
        this.validation = validation;
        network = new Network(settings, training.Features, training.Classes, Math.Min(settings.BatchSize, Math.Max(training.Count, validation.Count)));
        network.Initialize(settings.Seed);
        optimizerState = network.Arena.Take(settings.Optimizer.StateCount * network.Parameters.Length);
        order = new int[training.Count];
        labels = new int[network.BatchSize];
    }

    public Network Network => network;

    public EpochReport RunEpoch(CancellationToken cancel)
    {
        long begin = Stopwatch.GetTimestamp();
        BatchScore trained = TrainEpoch(cancel);
        double trainingSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        BatchScore validated = Evaluate(validation, cancel);
        return new EpochReport(
            epoch,
            trained.Loss / training.Count,
            (double)trained.Correct / training.Count,
            validated.Loss / validation.Count,
            (double)validated.Correct / validation.Count,
            settings.Optimizer.LearningRate,
            Stopwatch.GetElapsedTime(begin).TotalSeconds,
            training.Count / trainingSeconds);
    }

    /// <summary>Every example once, in an order of the epoch's own.</summary>
    private BatchScore TrainEpoch(CancellationToken cancel)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new RandomNumbers(settings.Seed, RandomPurpose.Shuffle, (ulong)epoch).Shuffle(order);
        double loss = 0;
        int correct = 0;
        for (int first = 0; first < order.Length; first += network.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            BatchScore score = TrainStep(order.AsSpan(first, Math.Min(network.BatchSize, order.Length - first)));
            loss += score.Loss;
            correct += score.Correct;
        }

        epoch++;
        return new BatchScore(loss, correct);
    }

    /// <summary>One mini-batch: forward, loss, backward, update. Allocates nothing.</summary>
    /// <param name="batch">indices into the training data</param>
    public BatchScore TrainStep(ReadOnlySpan<int> batch)
    {
        var pass = new Pass(Training: true, step++);
        for (int row = 0; row < batch.Length; row++)
        {
            training.Input(batch[row]).CopyTo(new Span<float>(network.Input.Row(row), training.Features));
            labels[row] = training.Label(batch[row]);
        }

        Matrix output = network.Forward(batch.Length, pass);
        BatchScore score = SoftmaxCrossEntropy.Run(output, labels, network.OutputGradient.Top(batch.Length));
        network.Backward(batch.Length, pass);
        Update();
        GC.KeepAlive(network);
        return score;
    }

    /// <summary>The scores of a whole set, in inference.</summary>
    public BatchScore Evaluate(Dataset data, CancellationToken cancel)
    {
        double loss = 0;
        int correct = 0;
        for (int first = 0; first < data.Count; first += network.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            int rows = Math.Min(network.BatchSize, data.Count - first);
            for (int row = 0; row < rows; row++)
            {
                data.Input(first + row).CopyTo(new Span<float>(network.Input.Row(row), data.Features));
                labels[row] = data.Label(first + row);
            }

            BatchScore score = SoftmaxCrossEntropy.Run(network.Forward(rows, new Pass(Training: false, step)), labels, default);
            loss += score.Loss;
            correct += score.Correct;
        }

        GC.KeepAlive(network);
        return new BatchScore(loss, correct);
    }

    private void Update()
    {
        ParameterSet parameters = network.Parameters;
        int decaying = parameters.DecayingLength;
        double rate = settings.Optimizer.LearningRate;
        settings.Optimizer.Update(new UpdateRange(parameters.Values, parameters.Gradients, optimizerState, decaying, rate, settings.L2));
        settings.Optimizer.Update(new UpdateRange(
            parameters.Values + decaying, parameters.Gradients + decaying, optimizerState + decaying, parameters.Length - decaying, rate, l2: 0));
    }
}
