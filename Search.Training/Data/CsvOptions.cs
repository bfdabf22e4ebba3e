namespace HyperSearch.Training;

/// <summary>How a text file is read as a table: see <see cref="Dataset.OpenCsv(string, string?, CsvOptions?)"/>.</summary>
public sealed record CsvOptions
{
    /// <summary>The features, by name; null: every column but the target and what is left out.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns that are no features: what identifies a row, or tells the target.</summary>
    public IReadOnlyList<string> Leave { get; init; } = [];

    /// <summary>Columns to split by, groups as well as times: kept beside the rows, and no features.
    /// See <see cref="Dataset.Split"/>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Between the fields; null: found out from the first lines, one of <c>, ; | tab</c>.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether the first row names the columns; else they are called "1", "2", ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Which columns are numbers and which are categories, by name. One that is not named is a number where every value in the
    /// first 1,000 rows is one, missing ones aside; a text further down is an error then.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>Whether the target is a class or a number to predict; null: a class where a value in the first 1,000 rows is no number,
    /// or where these are whole numbers, at most 20 different ones; else a number.</summary>
    public ColumnKind? Target { get; init; }

    /// <summary>Texts that stand for a missing value, whether in small or capital letters; beside these only an empty field does.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = DefaultMissingTexts;

    /// <summary>The most different texts in a column of categories; more are an error, as such a column rather identifies its rows.</summary>
    public int MostCategories { get; init; } = 1000;

    /// <summary>Rows that take more bytes than this are kept in a temporary file rather than in memory.</summary>
    public long MostBytesInMemory { get; init; } = 128L << 20;

    /// <summary>How the columns become inputs.</summary>
    public PreprocessingOptions Preprocessing { get; init; } = new();

    internal static IReadOnlyList<string> DefaultMissingTexts { get; } = ["NA", "N/A", "NaN", "null", "?"];

    /// <exception cref="ArgumentException"/>
    internal void Validate()
    {
        if (MostCategories is < 1 or > 1 << 24)
            throw new ArgumentException($"`1 ≤ most categories ≤ {1 << 24}` must hold, but it is {MostCategories}.");
        if (MostBytesInMemory < 0)
            throw new ArgumentException($"`most bytes in memory ≥ 0` must hold, but it is {MostBytesInMemory}.");
        if (Separator is { } separator && (separator is '"' or '\r' or '\n' || !char.IsAscii(separator)))
            throw new ArgumentException("A separator must be an ASCII character other than a quotation mark and the ends of lines.");
    }
}
