namespace HyperSearch.Training;

/// <summary>
/// Examples for training or evaluation: one row of inputs each, and either a label (one of several classes) or a row of
/// targets (numbers), or neither, for prediction. Immutable, and safe to share between threads; parts of it (<see cref="Split"/>,
/// <see cref="Take"/>) share its memory.
/// </summary>
public sealed partial class Dataset
{
    private readonly RowSet _rows;       // the table's rows that belong to this set, in order
    private readonly Lazy<Dataset> _prepared;
    private Dataset? _encoded;

    internal Dataset(DataTable table)
        : this(table, RowSet.All(table.Count))
    {
    }

    private Dataset(DataTable table, RowSet rows)
    {
        Table = table;
        _rows = rows;
        _prepared = new(() => Preprocessing.Fit(this).Apply(this));
    }

    public string Name => Table.Name;

    public int Count => _rows.Count;

    /// <summary>Numbers in one row of inputs.</summary>
    public int Features => Table.Features;

    /// <summary>Outputs that a network for these data needs: one for each class, or for each target; 0 where there is neither.</summary>
    public int Outputs => Table.Outputs;

    public bool HasLabels => Table.HasLabels;

    /// <summary>Whether there are numbers to predict; without labels either, the data are for prediction alone.</summary>
    public bool HasTargets => Table.HasTargets;

    /// <summary>Labels are 0 … Classes − 1; 0 where there are targets instead.</summary>
    public int Classes => HasLabels ? Table.Outputs : 0;

    /// <summary>What the labels are called, where the source had names.</summary>
    public IReadOnlyList<string>? ClassNames => Table.ClassNames;

    /// <summary>What the label or the targets are called, where the source had names.</summary>
    public IReadOnlyList<string>? TargetNames => Table.TargetNames;

    /// <summary>Pixels, where the inputs are an image; else (0, 0).</summary>
    public (int Height, int Width) ImageSize => Table.ImageSize;

    /// <summary>Images that lie one after the other in a row, [channels, height, width]: 1 for grey, 3 for red, green and blue; 0 where
    /// the inputs are no image.</summary>
    public int Channels => Table.Channels;

    /// <summary>The columns of a table, as long as the inputs are as they were read: numbers, or codes of texts, NaN where a value is
    /// missing. Such data are preprocessed when they are trained on. Null: the inputs are ready for a network.</summary>
    public IReadOnlyList<DataColumn>? Columns => Table.Columns;

    /// <summary>How the inputs were made of the columns of a table; null where they were not, or not yet.</summary>
    public Preprocessing? Preprocessing => Table.Preprocessing;

    /// <summary>Whether the inputs lie in memory, rather than in a temporary file.</summary>
    public bool InMemory => Table.Rows.InMemory;

    internal DataTable Table { get; }

    /// <summary>Whether <see cref="Input"/> is a view: else a cursor reads faster.</summary>
    internal bool IsArray => Table.Rows is MemoryRows;

    /// <summary>The inputs of an example: a view of memory, or a copy where they do not lie there.</summary>
    public ReadOnlySpan<float> Input(int index) => Table.Rows is MemoryRows memory ? memory.Input(_rows[index]) : At(index).Input;

    /// <exception cref="InvalidOperationException">These data have no labels.</exception>
    public int Label(int index) =>
        !HasLabels ? throw new InvalidOperationException($"{Name} has {(HasTargets ? "targets, not labels" : "no labels")}.")
        : Table.Rows is MemoryRows memory ? ClassOf(memory.Labels![_rows[index]])
        : At(index).Label;

    /// <exception cref="InvalidOperationException">These data have no targets.</exception>
    public ReadOnlySpan<float> Targets(int index) =>
        !HasTargets ? throw new InvalidOperationException($"{Name} has {(HasLabels ? "labels, not targets" : "no targets")}.")
        : Table.Rows is MemoryRows memory ? memory.Targets.AsSpan(_rows[index] * Outputs, Outputs)
        : At(index).Targets;

    /// <summary>A reader of the examples for one thread, which need not lie in memory.</summary>
    internal RowCursor OpenCursor() => new DatasetCursor(Table.Rows.Open(), _rows, Table.ClassMap);

    private RowCursor At(int index)
    {
        var cursor = OpenCursor();
        cursor.Move(index);
        return cursor;
    }

    private int ClassOf(int code) => Table.ClassMap is { } map ? map[code] : code;

    /// <summary>The training part of <c>digits</c>, or of a folder with MNIST's four file names (gzip or not); pixels in [0, 1].</summary>
    /// <param name="count">The first so many examples only; fewer if there are fewer.</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not fit.</exception>
    public static Dataset Open(string source, int? count = null) => ImageFiles.Open(source, training: true, count);

    /// <summary>The test part, as <see cref="Open"/>.</summary>
    public static Dataset OpenTest(string source, int? count = null) => ImageFiles.Open(source, training: false, count);

    /// <summary>Any pair of IDX files, gzip or not: rows of 1 to 4 dimensions, which are images [height, width] or [channels, height, width]
    /// from the second and third on; and what belongs to each, one whole number, its class, or floats, the numbers to predict. Bytes
    /// become [0, 1], all other inputs stay as they are.</summary>
    /// <param name="classes">By default one more than the greatest label.</param>
    /// <param name="count">The first so many rows only; fewer if there are fewer.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or they do not fit.</exception>
    public static Dataset OpenIdx(string imagesPath, string labelsPath, int? classes = null, int? count = null) => ImageFiles.Open(imagesPath, labelsPath, classes, count);

    /// <summary>A folder with a folder of pictures for each class (PNG, JPEG, PGM, PPM), which gives it its name; pixels in [0, 1], a channel
    /// after the other: [channels, height, width].</summary>
    /// <param name="options">By default all pictures have one size and are all grey or all coloured.</param>
    /// <exception cref="InvalidDataException">A picture is damaged or unlike the others; the message names its file.</exception>
    public static Dataset OpenImages(string folder, ImageOptions? options = null) => ImageFolder.Open(folder, options ?? new());

    /// <summary>A text file of separated values with a header: a table of numbers and texts, some of which may be missing. Its columns
    /// become inputs when they are trained on: what has to be fitted for that is fitted on the training part alone.</summary>
    /// <param name="target">The column to predict, whose different values in order become the classes where it is a class
    /// (<see cref="CsvOptions.Target"/>); null: there is none.</param>
    /// <param name="options">By default every column but the target is a feature.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names the line and the column.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static Dataset OpenCsv(string path, string? target = null, CsvOptions? options = null) =>
        CsvFile.Read(path, target is null ? [] : [target], asNumbers: false, options ?? new());

    /// <summary>As <see cref="OpenCsv(string, string?, CsvOptions?)"/>, with several numbers to predict.</summary>
    public static Dataset OpenCsv(string path, IReadOnlyList<string> targetColumns, CsvOptions? options = null) =>
        CsvFile.Read(path, targetColumns, asNumbers: true, options ?? new());

    /// <param name="inputs">[rows, features], row by row; used, not copied.</param>
    /// <param name="labels">One for each row, 0 … classes − 1; used, not copied.</param>
    /// <param name="classes">By default as many as there are names, else one more than the greatest label.</param>
    /// <param name="channels">Of the images: a row is [channels, height, width].</param>
    /// <param name="classNames">One for each class, all different.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is out of range or an input is not a finite number.</exception>
    public static Dataset FromArrays(
        string name, float[] inputs, int[] labels, int? classes = null, (int Height, int Width) imageSize = default, int channels = 1, IReadOnlyList<string>? classNames = null) =>
        new(DataTable.WithLabels(name, inputs, labels, classes, imageSize, channels, classNames));

    /// <param name="targets">[rows, outputs], row by row; used, not copied.</param>
    /// <param name="outputs">Numbers to predict for each row.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a number is not finite.</exception>
    public static Dataset FromArrays(string name, float[] inputs, float[] targets, int outputs) =>
        new(DataTable.WithTargets(name, inputs, targets, outputs));

    /// <summary>As it is trained on: preprocessed as fitted on these very examples where they come from a table. Fitted once, whoever asks.</summary>
    internal Dataset Prepared => Columns is null ? this : _prepared.Value;

    /// <summary>The same examples in the way of a model: its preprocessing, and its classes by name.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message says why.</exception>
    internal Dataset PreparedFor(Preprocessing? preprocessing, IReadOnlyList<string>? classNames)
    {
        var named = WithClasses(classNames);
        if (named.Columns is not null && preprocessing is null)
            throw new ArgumentException($"{Name}: a table goes through the preprocessing of what was trained on, but that was no table.");
        if (named.Columns is null || preprocessing is null)
            return preprocessing is not null && named.Preprocessing is not null ? preprocessing.Apply(named) : named;
        // Many trials validate by the same data: what they were last made into is kept.
        if (_encoded is { } encoded && encoded.Preprocessing == preprocessing && ReferenceEquals(encoded.ClassNames, named.ClassNames))
            return encoded;
        return _encoded = preprocessing.Apply(named);
    }

    /// <summary>The same examples with every row made into inputs: at once where these fit into memory, else whenever one is read.</summary>
    internal Dataset Encoded(RowEncoder encoder)
    {
        var table = Table with { Features = encoder.Features, Columns = null, Options = null, Preprocessing = encoder.Preprocessing };
        return Table.Rows.InMemory && (long)Count * table.Shape.Bytes <= Math.Max(Table.MostBytes, (long)Count * Table.Shape.Bytes)
            ? InMemoryOf(table, new EncodedCursor(OpenCursor(), encoder))
            : new Dataset(table with { Rows = new EncodedRows(Table.Rows, encoder) }, _rows);
    }

    /// <summary>The same examples with every input changed, in memory of their own; columns of a table are no columns any more.</summary>
    /// <param name="change">(feature, value) → new value.</param>
    internal Dataset WithInputs(Func<int, float, float> change)
    {
        var data = InMemoryOf(Table with { Columns = null, Options = null }, OpenCursor());
        var inputs = ((MemoryRows)data.Table.Rows).Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = float.IsNaN(inputs[i])
                ? throw new ArgumentException($"{Name}, row {i / Features + 1}, column {i % Features + 1}: the value is missing; preprocessing puts something in its place.")
                : change(i % Features, inputs[i]);
        }
        return data;
    }

    /// <summary>As many examples as these have, as a cursor reads them, in memory of their own.</summary>
    private Dataset InMemoryOf(DataTable table, RowCursor cursor) =>
        new(table with { Count = Count, Rows = MemoryRows.Of(cursor, Count, table.Shape), ClassMap = null });

    private Dataset WithClasses(IReadOnlyList<string>? names)
    {
        if (!HasLabels || names is null || ClassNames is null || ClassNames.SequenceEqual(names))
            return this;
        var numbers = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] map = [.. ClassNames.Select(name => numbers.GetValueOrDefault(name, -1))];
        // Only what stands in a row counts: a part of a larger set knows the names of all of it.
        var unknown = map.Contains(-1) ? FirstLabel(label => map[label] < 0) : -1;
        if (unknown >= 0)
            throw new ArgumentException($"{Name}: every class must be one that was trained on, but \"{CsvText.Short(ClassNames[unknown])}\" is none of {CsvText.List(names)}.");
        return new Dataset(Table with { ClassNames = names, Outputs = names.Count, ClassMap = Table.ClassMap is null ? map : [.. Table.ClassMap.Select(code => map[code])] }, _rows);
    }

    /// <returns>−1 where there is none.</returns>
    private int FirstLabel(Predicate<int> wanted)
    {
        var cursor = OpenCursor();
        for (var i = 0; i < Count; i++)
        {
            cursor.Move(i);
            if (wanted(cursor.Label))
                return cursor.Label;
        }
        return -1;
    }
}
