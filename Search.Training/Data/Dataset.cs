namespace HyperSearch.Training;

/// <summary>
/// Examples for training or evaluation: one row of inputs each, and either a label (one of several classes) or a row of
/// targets (numbers). Immutable, and safe to share between threads; parts of it (<see cref="Split"/>,
/// <see cref="Take"/>) share its memory.
/// </summary>
public sealed class Dataset
{
    private readonly DataTable _table;
    private readonly int[] _rows;       // the table's rows that belong to this set, in order

    internal Dataset(DataTable table)
        : this(table, [.. Enumerable.Range(0, table.Count)])
    {
    }

    private Dataset(DataTable table, int[] rows)
    {
        _table = table;
        _rows = rows;
    }

    public string Name => _table.Name;

    public int Count => _rows.Length;

    /// <summary>Numbers in one row of inputs.</summary>
    public int Features => _table.Features;

    /// <summary>Outputs that a network for these data needs: one for each class, or for each target.</summary>
    public int Outputs => _table.Outputs;

    public bool HasLabels => _table.Labels is not null;

    /// <summary>Labels are 0 … Classes − 1; 0 where there are targets instead.</summary>
    public int Classes => HasLabels ? _table.Outputs : 0;

    /// <summary>What the labels were called, where the source had names.</summary>
    public IReadOnlyList<string>? ClassNames => _table.ClassNames;

    /// <summary>Pixels, where the inputs are an image; else (0, 0).</summary>
    public (int Height, int Width) ImageSize => _table.ImageSize;

    public ReadOnlySpan<float> Input(int index) => _table.Inputs.AsSpan(_rows[index] * Features, Features);

    /// <exception cref="InvalidOperationException">These data have targets.</exception>
    public int Label(int index) => (_table.Labels ?? throw new InvalidOperationException($"{Name} has targets, not labels."))[_rows[index]];

    /// <exception cref="InvalidOperationException">These data have labels.</exception>
    public ReadOnlySpan<float> Targets(int index) =>
        (_table.Targets ?? throw new InvalidOperationException($"{Name} has labels, not targets.")).AsSpan(_rows[index] * Outputs, Outputs);

    /// <summary>The training part of <c>digits</c>, or of a folder with MNIST's four file names (gzip or not); pixels in [0, 1].</summary>
    /// <param name="count">The first so many examples only; fewer if there are fewer.</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not fit.</exception>
    public static Dataset Open(string source, int? count = null) => ImageFiles.Open(source, training: true, count);

    /// <summary>The test part, as <see cref="Open"/>.</summary>
    public static Dataset OpenTest(string source, int? count = null) => ImageFiles.Open(source, training: false, count);

    /// <summary>A text file of comma-separated values with a header; every column but the label's is a feature.</summary>
    /// <param name="labelColumn">Its different values, in order, become the classes.</param>
    /// <exception cref="InvalidDataException">A value is missing or no number; the message says in which row and column.</exception>
    public static Dataset OpenCsv(string path, string labelColumn) => CsvFile.Read(path, [labelColumn], asLabels: true);

    /// <summary>As <see cref="OpenCsv(string, string)"/>, with numbers to predict instead of a label.</summary>
    public static Dataset OpenCsv(string path, IReadOnlyList<string> targetColumns) => CsvFile.Read(path, targetColumns, asLabels: false);

    /// <param name="inputs">[rows, features], row by row; used, not copied.</param>
    /// <param name="labels">One for each row, 0 … classes − 1; used, not copied.</param>
    /// <param name="classes">By default one more than the greatest label.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range or an input is not a finite number.</exception>
    public static Dataset FromArrays(
        string name, float[] inputs, int[] labels, int? classes = null, (int Height, int Width) imageSize = default) =>
        new(DataTable.WithLabels(name, inputs, labels, classes, imageSize, classNames: null));

    /// <param name="targets">[rows, outputs], row by row; used, not copied.</param>
    /// <param name="outputs">Numbers to predict for each row.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a number is not finite.</exception>
    public static Dataset FromArrays(string name, float[] inputs, float[] targets, int outputs) =>
        new(DataTable.WithTargets(name, inputs, targets, outputs));

    /// <summary>The first examples; all, if there are not so many.</summary>
    public Dataset Take(int count) => new(_table, _rows[..Math.Min(count, _rows.Length)]);

    /// <summary>Deals the examples into three disjoint sets, shuffled, with the same share of each class in each
    /// (to within two examples). The first set takes what the fractions leave.</summary>
    /// <param name="validation">Fraction in [0, 1).</param>
    /// <param name="test">Fraction in [0, 1).</param>
    public (Dataset Training, Dataset Validation, Dataset Test) Split(double validation, double test, ulong seed)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new ArgumentException($"`0 ≤ validation, 0 ≤ test, validation + test < 1` must hold, but validation={validation}, test={test}.");
        var (training, validationRows, testRows) = StratifiedSplit.Deal(_rows, _table.Labels, validation, test, seed);
        return (new(_table, training), new(_table, validationRows), new(_table, testRows));
    }

    /// <summary>The same examples with every input changed: in memory of their own.</summary>
    /// <param name="change">(feature, value) → new value.</param>
    internal Dataset WithInputs(Func<int, float, float> change)
    {
        var inputs = new float[_table.Inputs.Length];
        foreach (var row in _rows)
        {
            for (var feature = 0; feature < Features; feature++)
                inputs[row * Features + feature] = change(feature, _table.Inputs[row * Features + feature]);
        }
        return new Dataset(_table with { Inputs = inputs }, _rows);
    }
}
