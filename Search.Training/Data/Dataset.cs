namespace Search.Training;

/// <summary>
/// Examples for training or evaluation: one row of inputs and one label each. Immutable, and safe to share between
/// threads; parts of it (<see cref="Split"/>, <see cref="Take"/>) share its memory.
/// </summary>
public sealed class Dataset
{
    private readonly float[] inputs;   // [all rows, Features]
    private readonly int[] labels;     // [all rows]
    private readonly int[] rows;       // the rows that belong to this set, in order

    private Dataset(string name, int features, int classes, (int Height, int Width) imageSize, float[] inputs, int[] labels, int[] rows)
    {
        Name = name;
        Features = features;
        Classes = classes;
        ImageSize = imageSize;
        this.inputs = inputs;
        this.labels = labels;
        this.rows = rows;
    }

    public string Name { get; }

    public int Count => rows.Length;

    /// <summary>Numbers in one row of inputs.</summary>
    public int Features { get; }

    /// <summary>Labels are 0 … Classes − 1.</summary>
    public int Classes { get; }

    /// <summary>Pixels, where the inputs are an image; else (0, 0).</summary>
    public (int Height, int Width) ImageSize { get; }

    public ReadOnlySpan<float> Input(int index) => inputs.AsSpan(rows[index] * Features, Features);

    public int Label(int index) => labels[rows[index]];

    /// <summary>The training part of <c>digits</c>, or of a folder with MNIST's four file names (gzip or not); pixels in [0, 1].</summary>
    /// <param name="count">the first so many examples only; fewer if there are fewer</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not fit.</exception>
    public static Dataset Open(string source, int? count = null) => ImageFiles.Open(source, training: true, count);

    /// <summary>The test part, as <see cref="Open"/>.</summary>
    public static Dataset OpenTest(string source, int? count = null) => ImageFiles.Open(source, training: false, count);

    /// <param name="inputs">[rows, features], row by row; used, not copied</param>
    /// <param name="labels">one for each row, 0 … classes − 1; used, not copied</param>
    /// <param name="classes">by default one more than the greatest label</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range or an input is not a finite number.</exception>
    public static Dataset FromArrays(
        string name, float[] inputs, int[] labels, int? classes = null, (int Height, int Width) imageSize = default)
    {
        if (labels.Length == 0 || inputs.Length == 0 || inputs.Length % labels.Length != 0)
            throw new ArgumentException($"{name}: inputs must be a whole number of features for each label, but there are {inputs.Length} inputs and {labels.Length} labels.");
        int greatest = labels.Max(), least = labels.Min(), known = classes ?? greatest + 1;
        if (least < 0 || greatest >= known)
            throw new ArgumentException($"{name}: labels must lie in 0 … {known - 1}, but they lie in {least} … {greatest}.");
        int features = inputs.Length / labels.Length;
        int bad = Array.FindIndex(inputs, value => !float.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException($"{name}: inputs must be finite, but row {bad / features}, column {bad % features} is {inputs[bad]}.");
        if (imageSize != default && imageSize.Height * imageSize.Width != features)
            throw new ArgumentException($"{name}: an image of {imageSize.Height} × {imageSize.Width} has {imageSize.Height * imageSize.Width} pixels, but a row has {features}.");
        return new Dataset(name, features, known, imageSize, inputs, labels, [.. Enumerable.Range(0, labels.Length)]);
    }

    /// <summary>The first examples; all, if there are not so many.</summary>
    public Dataset Take(int count) => With(rows[..Math.Min(count, rows.Length)]);

    /// <summary>Deals the examples into three disjoint sets, shuffled, with the same share of each class in each
    /// (to within two examples). The first set takes what the fractions leave.</summary>
    /// <param name="validation">fraction in [0, 1)</param>
    /// <param name="test">fraction in [0, 1)</param>
    public (Dataset Training, Dataset Validation, Dataset Test) Split(double validation, double test, ulong seed)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new ArgumentException($"`0 ≤ validation, 0 ≤ test, validation + test < 1` must hold, but validation={validation}, test={test}.");
        var (training, validationRows, testRows) = StratifiedSplit.Deal(rows, labels, Classes, validation, test, seed);
        return (With(training), With(validationRows), With(testRows));
    }

    private Dataset With(int[] part) => new(Name, Features, Classes, ImageSize, inputs, labels, part);
}
