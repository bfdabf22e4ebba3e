using System.Text.Json;
using Google.Protobuf;

namespace HyperSearch.Training;

/// <summary>A trained network, with the settings that made it. Used by one thread at a time.</summary>
public sealed class Model
{
    internal Model(MlpSettings settings, Network network, Dataset data)
        : this(settings, network, data.Features, data.Outputs, data.HasLabels, data.ClassNames, data.Preprocessing)
    {
    }

    internal Model(MlpSettings settings, Network network, int features, int outputs, bool hasLabels, IReadOnlyList<string>? classNames, Preprocessing? preprocessing)
    {
        Settings = settings;
        Network = network;
        Features = features;
        Outputs = outputs;
        HasLabels = hasLabels;
        ClassNames = classNames;
        Preprocessing = preprocessing;
    }

    public MlpSettings Settings { get; }

    /// <summary>Inputs of a row.</summary>
    public int Features { get; }

    public int Outputs { get; }

    /// <summary>Whether it was trained on labels: then each output belongs to a class.</summary>
    public bool HasLabels { get; }

    /// <summary>What the classes were called in the training data, where they had names.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>How rows of a table become its inputs; null where it was trained on inputs as they are.</summary>
    public Preprocessing? Preprocessing { get; }

    /// <summary>The layers that have numbers of their own, first to last, to be read and set.</summary>
    public IReadOnlyList<ModelLayer> Layers => field ??=
    [
        .. from layer in Network.Layers
           where layer.Parameters.Count > 0
           let first = layer.Parameters[0].Name
           select new ModelLayer(first[..first.LastIndexOf('.')], layer.Inputs, layer.Outputs, [.. layer.Parameters.Select(own => new ModelParameter(Network, own))]),
    ];

    internal Network Network { get; }

    /// <summary>One of <see cref="Layers"/> by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public ModelLayer Layer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"The model's layers are {string.Join(", ", Layers.Select(layer => layer.Name))}, but there is no \"{name}\".");

    /// <summary>The network's outputs for one row of inputs: before softmax or sigmoid, or numbers in the units of the targets.</summary>
    /// <exception cref="ArgumentException">The row has another number of inputs than the model.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        if (inputs.Length != Features)
            throw new ArgumentException($"The model takes {Features} inputs, but the row has {inputs.Length}.");
        var outputs = OutputsOf(inputs, Network.Layers.Count);
        Preprocessing?.ToOwnUnits(outputs);
        return outputs;
    }

    /// <summary>Predicts one row of a table, from texts by the names of their columns; null is a value that is missing.</summary>
    /// <exception cref="InvalidOperationException">The model was not trained on a table.</exception>
    /// <exception cref="ArgumentException">A column is not there, or its text is refused.</exception>
    public RowPrediction Predict(IReadOnlyDictionary<string, string?> row) => PredictionOf(1, null, Predict(NeededPreprocessing().Encode(row)));

    /// <summary>Predicts every example of the data, in order. A table goes through the model's preprocessing.</summary>
    public IEnumerable<RowPrediction> Predict(Dataset data) => Predictions.Of(this, data.PreparedFor(Preprocessing, classNames: null));

    /// <summary>Predicts every row of a text file, of which no more is in memory than a mini-batch. It needs the columns of the
    /// preprocessing alone: no target, and what else it has is ignored.</summary>
    /// <param name="id">A column whose text is handed on with each row.</param>
    /// <param name="options">Its <see cref="CsvOptions.Separator"/> and <see cref="CsvOptions.HasHeader"/> count; all else is the model's.</param>
    /// <exception cref="InvalidOperationException">The model was not trained on a table.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or lacks a column; the message names the line and the column.</exception>
    public IEnumerable<RowPrediction> PredictCsv(string path, string? id = null, CsvOptions? options = null) =>
        Predictions.OfCsv(this, NeededPreprocessing(), path, id, options ?? new());

    /// <summary>Opens a text file in the way of the training data, preprocessed: with labels or targets where it has their columns, else
    /// without.</summary>
    /// <param name="options">Its <see cref="CsvOptions.Separator"/>, <see cref="CsvOptions.HasHeader"/> and
    /// <see cref="CsvOptions.MostBytesInMemory"/> count; all else is the model's.</param>
    /// <exception cref="InvalidOperationException">The model was not trained on a table.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, lacks a column or has a class that was not trained on; the message
    /// names the line and the column.</exception>
    public Dataset OpenCsv(string path, CsvOptions? options = null) => CsvFile.Reopen(path, NeededPreprocessing(), Labels, options ?? new());

    internal RowPrediction PredictionOf(long row, string? id, float[] outputs)
    {
        if (!HasLabels)
            return new RowPrediction(row, id, outputs, Class: -1, ClassName: null);
        var best = 0;
        for (var i = 1; i < outputs.Length; i++)
        {
            if (outputs[i] > outputs[best])
                best = i;
        }
        return new RowPrediction(row, id, Settings.Loss.HasProbabilities ? [.. Settings.Loss.Probabilities(outputs).Select(probability => (float)probability)] : outputs, best, Labels![best]);
    }

    /// <summary>Names of the classes, which are their numbers where they have none; null: the outputs are numbers.</summary>
    internal IReadOnlyList<string>? Labels => !HasLabels ? null : ClassNames ?? [.. Enumerable.Range(0, Outputs).Select(number => $"{number}")];

    private Preprocessing NeededPreprocessing() =>
        Preprocessing ?? throw new InvalidOperationException("Only a model that was trained on a table knows columns, but this one was trained on inputs as they are.");

    /// <summary>What each convolution's block and each hidden layer puts out for every row of the data, in inference: [layer][rows · width],
    /// of feature maps in the order [rows, maps, height, width].</summary>
    /// <exception cref="ArgumentException">The data have other features than the model.</exception>
    public IReadOnlyList<float[]> Activations(Dataset data)
    {
        data = data.PreparedFor(Preprocessing, ClassNames);
        if (data.Features != Features)
            throw new ArgumentException($"The model has {Features} features, but {data.Name} has {data.Features}.");
        // A hidden layer ends where the next one with weights begins.
        int[] ends = [.. Enumerable.Range(1, Network.Layers.Count - 1).Where(i => Network.Layers[i] is WeightedLayer)];
        return [.. ends.Select(end => Enumerable.Range(0, data.Count).SelectMany(row => OutputsOf(data.Input(row), end)).ToArray())];
    }

    /// <summary>Where the inputs of a row go before <see cref="Forward"/>.</summary>
    internal unsafe Span<float> InputRow(int row) => new(Network.Input.Row(row), Features);

    /// <summary>What <see cref="Predict(ReadOnlySpan{float})"/> says of the first rows of the input: [rows][outputs].</summary>
    internal unsafe float[][] Forward(int rows)
    {
        var outputs = Network.Forward(rows, Pass.Inference);
        float[][] copies = [.. Enumerable.Range(0, rows).Select(row => new Span<float>(outputs.Row(row), Outputs).ToArray())];
        GC.KeepAlive(Network);
        foreach (var row in copies)
            Preprocessing?.ToOwnUnits(row);
        return copies;
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

    /// <summary>The probability of each class (softmax cross-entropy) or of each output's yes (sigmoid cross-entropy) for one row of inputs.</summary>
    /// <exception cref="ArgumentException">The row has another number of inputs than the model.</exception>
    /// <exception cref="InvalidOperationException">It was trained by mean squared error: its outputs are no probabilities.</exception>
    public double[] Probabilities(ReadOnlySpan<float> inputs) => Settings.Loss.Probabilities(Predict(inputs));

    /// <inheritdoc cref="Evaluate(Dataset, ScoreWeights, CancellationToken)"/>
    public Evaluation Evaluate(Dataset data, CancellationToken cancel = default) => Evaluate(data, new ScoreWeights(), cancel);

    /// <summary>How the model does on data, in inference.</summary>
    /// <param name="data">A table goes through the model's preprocessing; classes are the model's by name, and may be fewer.</param>
    /// <param name="weights">What each example counts in the scores of <see cref="Evaluation.Classification"/> and <see cref="Evaluation.Regression"/>.</param>
    /// <exception cref="ArgumentException">The data have other features or outputs than the model, or no examples, or the weights do not fit.</exception>
    public Evaluation Evaluate(Dataset data, ScoreWeights weights, CancellationToken cancel = default) => Evaluate(data, weights, ScoredRows.Most, cancel);

    /// <param name="most">The most outputs that are kept: of more, what needs all of them at once is not there.</param>
    internal Evaluation Evaluate(Dataset data, ScoreWeights weights, long most, CancellationToken cancel)
    {
        data = data.PreparedFor(Preprocessing, ClassNames);
        if ((data.Features, data.Outputs, data.HasLabels) != (Features, Outputs, HasLabels))
            throw new ArgumentException($"The model has {Features} features and {Outputs} outputs, but {data.Name} has {data.Features} and {data.Outputs}.");
        if (data.Count == 0)
            throw new ArgumentException($"There must be at least one example to score, but {data.Name} has none.");
        if ((long)data.Classes * data.Classes > Array.MaxLength)
            throw new ArgumentException($"The confusion matrix of {data.Classes} classes is too large: it has a count for each pair of them, at most {Array.MaxLength}.");
        var scores = new ScoreAccumulator(data, Settings.TopK, confusion: true);
        var evaluator = new Evaluator(Network, Settings.Loss, new BatchFeed(Network, data, Settings.Loss));
        if ((long)data.Count * data.Outputs > most)
        {
            evaluator.Run(data, scores, cancel);
            return Evaluation.WithoutRows(scores.Total(), scores.Confusion, data, most);
        }
        var rows = new ScoredRows(data);
        evaluator.Run(data, scores, cancel, rows);
        var counts = weights.Of(data.Count, rows.Labels, data.Classes);
        return new Evaluation(scores.Total(), scores.Confusion)
        {
            LazyClassification = data.HasLabels ? new(() => new(ProbabilitiesOf(rows.Outputs), rows.Labels, Outputs, counts, Settings.Loss.HasProbabilities)) : null,
            LazyRegression = data.HasLabels ? null : new(() => RegressionScores.Of(InOwnUnits(rows.Outputs), InOwnUnits(rows.Targets), Outputs, weights)),
        };
    }

    /// <summary>Of each row of outputs, which stay as they are where they stand for none; NaN where one of the row is not finite.</summary>
    private double[] ProbabilitiesOf(float[] outputs)
    {
        var probabilities = new double[outputs.Length];
        for (var first = 0; first < outputs.Length; first += Outputs)
        {
            var row = outputs.AsSpan(first, Outputs);
            var target = probabilities.AsSpan(first, Outputs);
            if (row.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                target.Fill(double.NaN);
            else if (Settings.Loss.HasProbabilities)
                Settings.Loss.Probabilities(row).CopyTo(target);
            else
                Widen(row, target);
        }
        return probabilities;
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i];
    }

    private float[] InOwnUnits(float[] numbers)
    {
        float[] own = [.. numbers];
        Preprocessing?.ToOwnUnits(own);
        return own;
    }

    /// <summary>Writes weights, settings and preprocessing to a file.</summary>
    /// <exception cref="InvalidOperationException">The training diverged: weights are NaN or infinite.</exception>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <inheritdoc cref="Save(string)"/>
    public void Save(Stream target) => ModelFile.Write(target, this, session: null, states: []);

    /// <summary>Writes the network to a file of ONNX (opset 13), for other programs to predict with. It takes "input" [N, <see cref="Features"/>], rows as
    /// <see cref="Predict(ReadOnlySpan{float})"/> takes them, and gives "logits" [N, <see cref="Outputs"/>] and "probabilities" [N, <see cref="Outputs"/>]; where
    /// it was trained by mean squared error, "values" alone, in the targets' own units. What else there is, is JSON in the metadata: the names of the "classes" and of the "features", and the
    /// "preprocessing", which is no part of the graph.</summary>
    /// <exception cref="InvalidOperationException">The training diverged, or there are more numbers than such a file can have.</exception>
    public void ExportOnnx(string path) => ModelFile.Write(path, ExportOnnx);

    /// <inheritdoc cref="ExportOnnx(string)"/>
    public void ExportOnnx(Stream target)
    {
        const long MostNumbers = int.MaxValue / sizeof(float) - (1 << 20);
        if (!Network.Parameters.AreFinite)
            throw new InvalidOperationException("A network must have finite numbers to be exported, but its training diverged: some are NaN or infinite.");
        if (Network.Parameters.Length > MostNumbers)
            throw new InvalidOperationException($"A file of ONNX has at most {MostNumbers} numbers, but the network has {Network.Parameters.Length}.");
        var metadata = new List<(string, string)>();
        if (ClassNames is not null)
            metadata.Add(("classes", JsonSerializer.Serialize(ClassNames)));
        if (Preprocessing is not null)
            metadata.AddRange([("features", JsonSerializer.Serialize(Preprocessing.FeatureNames)), ("preprocessing", JsonSerializer.Serialize(Preprocessing, ModelHeader.Json))]);
        OnnxExport.Of(Network, Settings, Preprocessing?.TargetScales ?? [], metadata).WriteTo(target);
    }

    /// <exception cref="InvalidDataException">The file is no model, or damaged.</exception>
    public static Model Load(string path)
    {
        var file = ModelFile.Open(path);
        var header = file.Header;
        if (header.Session is not null)
            throw new InvalidDataException($"{path}: this is a checkpoint, not a model alone: take it up with {nameof(TrainingSession)}.{nameof(TrainingSession.Load)}.");
        var loaded = MlpBuilder.Build(header.Settings, header.Features, header.Outputs, RowsAtOnce(header, file.Numbers));
        var model = new Model(header.Settings, loaded, header.Features, header.Outputs, header.HasLabels, header.ClassNames, header.Preprocessing);
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
