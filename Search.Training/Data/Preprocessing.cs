using System.Text.Json;
using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>
/// How the columns of a table become the inputs of a network: what the training part had of categories, what stands for missing
/// values, and means and deviations. Fitted on the training part alone, applied to every part, and carried by the model
/// (<see cref="Model.Preprocessing"/>), which thereby takes rows as they come. Columns are found by their names: further ones are
/// ignored, one that is not there is an error. Immutable.
/// </summary>
public sealed class Preprocessing
{
    private readonly Lazy<string> _json;

    [JsonConstructor]
    internal Preprocessing(IReadOnlyList<FittedColumn> columns, IReadOnlyList<string> targets, IReadOnlyList<TargetScale> targetScales, IReadOnlyList<string> missingTexts)
    {
        Columns = columns;
        Targets = targets;
        TargetScales = targetScales;
        MissingTexts = missingTexts;
        _json = new(() => JsonSerializer.Serialize(this, FittedJson));
    }

    private static JsonSerializerOptions FittedJson { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>In the order of the inputs.</summary>
    public IReadOnlyList<FittedColumn> Columns { get; }

    /// <summary>What the target columns were called.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>How each target is standardized for training; empty where they are not.</summary>
    public IReadOnlyList<TargetScale> TargetScales { get; }

    /// <summary>Texts that stood for a missing value.</summary>
    public IReadOnlyList<string> MissingTexts { get; }

    /// <summary>Inputs of a row.</summary>
    [JsonIgnore]
    public int Features => Columns.Sum(column => column.Width);

    /// <summary>What each input is: the column's name, with the category where there is an input for each.</summary>
    [JsonIgnore]
    public IEnumerable<string> FeatureNames => Columns.SelectMany(column => column.IsOneHot
        ? column.Categories.Select(text => text is null ? $"{column.Name} is missing" : $"{column.Name}={text}")
        : [column.Name]);

    /// <summary>Fits the preprocessing that the data were opened with.</summary>
    /// <exception cref="ArgumentException">The data are not from a table, are preprocessed already, or have nothing to be fitted on.</exception>
    public static Preprocessing Fit(Dataset training) => PreprocessingFit.Of(training, training.Table.Options ?? new());

    /// <summary>As <see cref="Fit(Dataset)"/>, in another way than the data were opened with: for a search of the best one.</summary>
    public static Preprocessing Fit(Dataset training, PreprocessingOptions options) => PreprocessingFit.Of(training, options);

    /// <summary>The same rows as inputs for a network; data that are already stay as they are.</summary>
    /// <exception cref="ArgumentException">The data are no table, lack a column, went through another preprocessing, or have what is refused.</exception>
    public Dataset Apply(Dataset data)
    {
        if (data.Preprocessing is { } own)
            return SameAs(own) ? data : throw new ArgumentException($"{data.Name}: the data went through another preprocessing than this one; apply one to the data as they were read.");
        return data.Encoded(new RowEncoder(this, data.Name, data.Columns));
    }

    /// <summary>The inputs of one row, from texts by the names of their columns; null, and what stood for missing values, is missing.</summary>
    /// <exception cref="ArgumentException">A column is not there, or its text is no number where it was one, or is refused.</exception>
    public float[] Encode(IReadOnlyDictionary<string, string?> row)
    {
        var inputs = new float[Features];
        var at = 0;
        foreach (var column in Columns)
        {
            if (!row.TryGetValue(column.Name, out var text))
                throw new ArgumentException($"There must be a value for each column, null where it is missing, but there is none for \"{column.Name}\".");
            if (!column.Encode(ValueOf(column, text), inputs.AsSpan(at, column.Width)))
                throw new ArgumentException($"Column \"{column.Name}\": {Refusal(column, text)}.");
            at += column.Width;
        }
        return inputs;
    }

    /// <summary>Whether the other does the same.</summary>
    internal bool SameAs(Preprocessing other) => ReferenceEquals(this, other) || _json.Value == other._json.Value;

    /// <summary>From what a network that was trained on standardized targets puts out to the targets' own units: rows of one number for each target.</summary>
    internal void ToOwnUnits(Span<float> outputs)
    {
        if (TargetScales.Count == 0)
            return;
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = TargetScales[i % TargetScales.Count].ToOwnUnits(outputs[i]);
    }

    internal void Validate()
    {
        if (TargetScales.Count > 0 && TargetScales.Count != Targets.Count)
            throw new InvalidDataException($"its preprocessing has {Targets.Count} targets, and scales of {TargetScales.Count}.");
        foreach (var scale in TargetScales)
            scale.Validate();
        if (Columns.Count == 0 || Columns.Any(column => column is null) || Targets.Any(name => name is null) || MissingTexts.Any(text => text is null))
            throw new InvalidDataException("its preprocessing has no columns, or lacks names.");
        if (Columns.Select(column => column.Name).Concat(Targets).Distinct(StringComparer.Ordinal).Count() != Columns.Count + Targets.Count)
            throw new InvalidDataException("its preprocessing has two columns of one name.");
        foreach (var column in Columns)
            column.Validate();
    }

    internal static string Refusal(FittedColumn column, string? text) => text is null
        ? "the value is missing, which is refused"
        : $"\"{CsvText.Short(text)}\" is none of the {column.Categories.Count} categories that the training part had, and such are refused";

    private double ValueOf(FittedColumn column, string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || MissingTexts.Contains(text, StringComparer.OrdinalIgnoreCase))
            return double.NaN;
        if (column.Kind == ColumnKind.Number)
            return CsvText.TryNumber(text, out var number) ? number : throw new ArgumentException($"Column \"{column.Name}\": \"{CsvText.Short(text)}\" is no finite number.");
        for (var i = 0; i < column.Categories.Count; i++)
        {
            if (column.Categories[i] == text)
                return i;
        }
        return -1;
    }
}
