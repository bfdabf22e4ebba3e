namespace HyperSearch.Training;

/// <summary>A trained network, with the settings that made it. Used by one thread at a time.</summary>
public sealed class Model
{
    internal Model(MlpSettings settings, Network network, Dataset data)
        : this(settings, network, data.Features, data.Outputs, data.HasLabels, data.ClassNames)
    {
    }

    internal Model(MlpSettings settings, Network network, int features, int outputs, bool hasLabels, IReadOnlyList<string>? classNames)
    {
        Settings = settings;
        Network = network;
        Features = features;
        Outputs = outputs;
        HasLabels = hasLabels;
        ClassNames = classNames;
    }

    public MlpSettings Settings { get; }

    /// <summary>Inputs of a row.</summary>
    public int Features { get; }

    public int Outputs { get; }

    /// <summary>Whether it was trained on labels: then each output belongs to a class.</summary>
    public bool HasLabels { get; }

    /// <summary>What the classes were called in the training data, where they had names.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    internal Network Network { get; }

    /// <summary>The network's outputs (before softmax or sigmoid) for one row of inputs.</summary>
    /// <exception cref="ArgumentException">The row has another number of inputs than the model.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        if (inputs.Length != Features)
            throw new ArgumentException($"The model takes {Features} inputs, but the row has {inputs.Length}.");
        return OutputsOf(inputs, Network.Layers.Count);
    }

    /// <summary>What each convolution's block and each hidden layer puts out for every row of the data, in inference: [layer][rows · width],
    /// of feature maps in the order [rows, maps, height, width].</summary>
    /// <exception cref="ArgumentException">The data have other features than the model.</exception>
    public IReadOnlyList<float[]> Activations(Dataset data)
    {
        if (data.Features != Features)
            throw new ArgumentException($"The model has {Features} features, but {data.Name} has {data.Features}.");
        // A hidden layer ends where the next one with weights begins.
        int[] ends = [.. Enumerable.Range(1, Network.Layers.Count - 1).Where(i => Network.Layers[i] is WeightedLayer)];
        return [.. ends.Select(end => Enumerable.Range(0, data.Count).SelectMany(row => OutputsOf(data.Input(row), end)).ToArray())];
    }

    /// <summary>Of feature maps in the order [maps, height, width].</summary>
    private unsafe float[] OutputsOf(ReadOnlySpan<float> inputs, int layers)
    {
        inputs.CopyTo(new Span<float>(Network.Input.Row(0), Features));
        var result = Network.Forward(1, Pass.Inference, layers);
        var outputs = new float[result.Columns * result.Rows];
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = result[i % result.Rows, i / result.Rows];
        GC.KeepAlive(Network);
        return outputs;
    }

    /// <exception cref="ArgumentException">The data have other features or outputs than the model, or no examples.</exception>
    public Evaluation Evaluate(Dataset data, CancellationToken cancel = default)
    {
        if ((data.Features, data.Outputs, data.HasLabels) != (Features, Outputs, HasLabels))
            throw new ArgumentException($"The model has {Features} features and {Outputs} outputs, but {data.Name} has {data.Features} and {data.Outputs}.");
        if (data.Count == 0)
            throw new ArgumentException($"There must be at least one example to score, but {data.Name} has none.");
        if ((long)data.Classes * data.Classes > Array.MaxLength)
            throw new ArgumentException($"The confusion matrix of {data.Classes} classes is too large: it has a count for each pair of them, at most {Array.MaxLength}.");
        var scores = new ScoreAccumulator(data, Settings.TopK, confusion: true);
        new Evaluator(Network, Settings.Loss, new BatchFeed(Network, data, Settings.Loss)).Run(data, scores, cancel);
        return new Evaluation(scores.Total(), scores.Confusion);
    }

    /// <summary>Writes weights and settings to a file.</summary>
    /// <exception cref="InvalidOperationException">The training diverged: weights are NaN or infinite.</exception>
    public void Save(string path) => ModelFile.Write(path, target => ModelFile.Write(target, this, session: null, states: []));

    /// <exception cref="InvalidDataException">The file is no model, or damaged.</exception>
    public static Model Load(string path)
    {
        var file = ModelFile.Open(path);
        var header = file.Header;
        if (header.Session is not null)
            throw new InvalidDataException($"{path}: this is a checkpoint, not a model alone: take it up with {nameof(TrainingSession)}.{nameof(TrainingSession.Load)}.");
        var loaded = MlpBuilder.Build(header.Settings, header.Features, header.Outputs, RowsAtOnce(header, file.Numbers));
        var model = new Model(header.Settings, loaded, header.Features, header.Outputs, header.HasLabels, header.ClassNames);
        file.ReadInto(loaded, states: [], weights: []);
        return model;
    }

    /// <summary>As many as in training, as far as the buffers for them stay in proportion to the model.</summary>
    private static int RowsAtOnce(ModelHeader header, long numbers)
    {
        const int Few = 1 << 22;
        long one = BuffersFor(rows: 1), each = BuffersFor(rows: 2) - one;
        return (int)Math.Clamp(Math.Max(Few, numbers) / each, 1, header.Settings.BatchSize);

        long BuffersFor(int rows) => NetworkSize.Of(header.Settings, header.Features, header.Outputs, rows).Buffers;
    }
}
