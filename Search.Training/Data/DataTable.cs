namespace HyperSearch.Training;

/// <summary>What the parts of a data set share: all rows, checked once.</summary>
/// <param name="Outputs">Classes, or targets a row.</param>
/// <param name="Inputs">[rows, Features].</param>
/// <param name="Labels">[rows], or null.</param>
/// <param name="Targets">[rows, Outputs], or null.</param>
internal sealed record DataTable(
    string Name,
    int Count,
    int Features,
    int Outputs,
    (int Height, int Width) ImageSize,
    float[] Inputs,
    int[]? Labels,
    float[]? Targets,
    IReadOnlyList<string>? ClassNames)
{
    public static DataTable WithLabels(
        string name, float[] inputs, int[] labels, int? classes, (int Height, int Width) imageSize, IReadOnlyList<string>? classNames)
    {
        var features = CheckInputs(name, inputs, labels.Length);
        int greatest = labels.Max(), least = labels.Min(), known = classes ?? greatest + 1;
        if (least < 0 || greatest >= known)
            throw new ArgumentException($"{name}: labels must lie in 0 … {known - 1}, but they lie in {least} … {greatest}.");
        var pixels = (long)imageSize.Height * imageSize.Width;
        if (imageSize != default && (imageSize.Height < 1 || imageSize.Width < 1 || pixels != features))
            throw new ArgumentException($"{name}: an image of {imageSize.Height} × {imageSize.Width} has {pixels} pixels, but a row has {features}.");
        return new DataTable(name, labels.Length, features, known, imageSize, inputs, labels, null, classNames);
    }

    public static DataTable WithTargets(string name, float[] inputs, float[] targets, int outputs)
    {
        if (outputs < 1 || targets.Length % outputs != 0)
            throw new ArgumentException($"{name}: there must be a whole number of rows of targets, but there are {targets.Length} targets for {outputs} outputs.");
        var features = CheckInputs(name, inputs, targets.Length / outputs);
        CheckFinite(name, "targets", targets, outputs);
        return new DataTable(name, targets.Length / outputs, features, outputs, default, inputs, null, targets, null);
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
