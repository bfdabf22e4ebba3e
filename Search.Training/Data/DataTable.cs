namespace HyperSearch.Training;

/// <summary>What the parts of a data set share: all rows, checked once.</summary>
internal sealed record DataTable(string Name, int Count, int Features, IRows Rows)
{
    /// <summary>Classes, or targets a row; 0 where there is nothing to predict.</summary>
    public int Outputs { get; init; }

    public bool HasLabels { get; init; }

    public bool HasTargets { get; init; }

    public (int Height, int Width) ImageSize { get; init; }

    public int Channels { get; init; }

    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>What the codes of the labels are here; null: themselves.</summary>
    public int[]? ClassMap { get; init; }

    /// <summary>What the targets are called, or the label.</summary>
    public IReadOnlyList<string>? TargetNames { get; init; }

    /// <summary>Of inputs as they were read from a table.</summary>
    public IReadOnlyList<DataColumn>? Columns { get; init; }

    /// <summary>Columns to split by.</summary>
    public IReadOnlyList<KeyColumn> Keys { get; init; } = [];

    /// <summary>How the columns are to become inputs, where they are not yet.</summary>
    public PreprocessingOptions? Options { get; init; }

    /// <summary>Texts that stand for a missing value in the table that was read.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>How the inputs were made of columns.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>The most memory that all of its inputs may take as numbers.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    public RowShape Shape => new(Features, HasLabels ? 1 : HasTargets ? Outputs : 0, HasLabels, Keys.Count);

    public static DataTable WithLabels(
        string name, float[] inputs, int[] labels, int? classes, (int Height, int Width) imageSize, int channels, IReadOnlyList<string>? classNames)
    {
        var features = CheckInputs(name, inputs, labels.Length);
        int greatest = labels.Max(), least = labels.Min(), known = classes ?? classNames?.Count ?? greatest + 1;
        if (least < 0 || greatest >= known)
            throw new ArgumentException($"{name}: labels must lie in 0 … {known - 1}, but they lie in {least} … {greatest}.");
        if (classNames is not null && (classNames.Count != known || classNames.Distinct(StringComparer.Ordinal).Count() != known))
            throw new ArgumentException($"{name}: each of the {known} classes must have a name of its own, but there are {classNames.Distinct(StringComparer.Ordinal).Count()} different names.");
        var pixels = (long)imageSize.Height * imageSize.Width * channels;
        if (imageSize != default && (imageSize.Height < 1 || imageSize.Width < 1 || channels < 1 || pixels != features))
            throw new ArgumentException($"{name}: an image of {imageSize.Height} × {imageSize.Width} in {channels} channel(s) has {pixels} pixels, but a row has {features}.");
        return new DataTable(name, labels.Length, features, new MemoryRows(new RowShape(features, 1, HasLabels: true, Keys: 0), inputs, labels, null, []))
        {
            Outputs = known,
            HasLabels = true,
            ImageSize = imageSize,
            Channels = imageSize == default ? 0 : channels,
            ClassNames = classNames,
        };
    }

    public static DataTable WithTargets(string name, float[] inputs, float[] targets, int outputs)
    {
        if (outputs < 1 || targets.Length % outputs != 0)
            throw new ArgumentException($"{name}: there must be a whole number of rows of targets, but there are {targets.Length} targets for {outputs} outputs.");
        var features = CheckInputs(name, inputs, targets.Length / outputs);
        CheckFinite(name, "targets", targets, outputs);
        return new DataTable(name, targets.Length / outputs, features, new MemoryRows(new RowShape(features, outputs, HasLabels: false, Keys: 0), inputs, null, targets, []))
        {
            Outputs = outputs,
            HasTargets = true,
        };
    }

    private static int CheckInputs(string name, float[] inputs, int rows)
    {
        if (rows == 0 || inputs.Length == 0 || inputs.Length % rows != 0)
            throw new ArgumentException($"{name}: there must be at least one row, and the same number of inputs in each, but there are {inputs.Length} inputs for {rows} rows.");
        CheckFinite(name, "inputs", inputs, inputs.Length / rows);
        return inputs.Length / rows;
    }

    private static void CheckFinite(string name, string what, float[] values, int columns)
    {
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException($"{name}: {what} must be finite, but row {bad / columns}, column {bad % columns} is {values[bad]}.");
    }
}
