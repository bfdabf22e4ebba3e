namespace HyperSearch.Training;

/// <summary>How the columns of a table become the inputs of a network. What is fitted for it is fitted on the training part alone:
/// <see cref="Preprocessing.Fit(Dataset)"/>.</summary>
public sealed record PreprocessingOptions
{
    /// <summary>How categories are encoded.</summary>
    public CategoryEncoding Categories { get; init; } = CategoryEncoding.OneHot;

    /// <summary>The same for single columns, by name.</summary>
    public IReadOnlyDictionary<string, CategoryEncoding> CategoriesOf { get; init; } = new Dictionary<string, CategoryEncoding>(StringComparer.Ordinal);

    /// <summary>What becomes of a number that is missing.</summary>
    public MissingValues MissingNumbers { get; init; } = MissingValues.Mean;

    /// <summary>What becomes of a category that is missing.</summary>
    public MissingValues MissingCategories { get; init; } = MissingValues.OwnCategory;

    /// <summary>The same for single columns, by name.</summary>
    public IReadOnlyDictionary<string, MissingValues> MissingOf { get; init; } = new Dictionary<string, MissingValues>(StringComparer.Ordinal);

    /// <summary>What becomes of a category that the training part does not have.</summary>
    public UnknownCategories Unknown { get; init; } = UnknownCategories.Ignored;

    /// <summary>Whether numbers and ordinal categories get mean 0 and deviation 1, as by <see cref="Standardizer"/>. One-hot inputs stay 0 and 1.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Whether numbers to predict get mean 0 and deviation 1 for training, as a net learns a price of 200,000 hardly otherwise.
    /// What is predicted comes back in the target's own units; the loss on record is that of the standardized ones.</summary>
    public bool StandardizeTargets { get; init; } = true;

    internal CategoryEncoding EncodingOf(DataColumn column) => CategoriesOf.TryGetValue(column.Name, out var own) ? own : Categories;

    /// <exception cref="ArgumentException">It cannot be: a category has no mean, a number no category of its own.</exception>
    internal MissingValues MissingIn(string name, ColumnKind kind)
    {
        var missing = MissingOf.TryGetValue(name, out var own) ? own : kind == ColumnKind.Number ? MissingNumbers : MissingCategories;
        var fits = kind == ColumnKind.Number
            ? missing is MissingValues.Refused or MissingValues.Mean or MissingValues.Median or MissingValues.MostFrequent
            : missing is MissingValues.Refused or MissingValues.MostFrequent or MissingValues.OwnCategory;
        return fits ? missing : throw new ArgumentException(
            $"A missing number can be refused, or become the mean, the median or the most frequent value; a missing category can be refused, or become the most frequent or one of its own. But column \"{name}\", which is a {(kind == ColumnKind.Number ? "number" : "category")}, asks for {missing}.");
    }

    /// <summary>Refuses what is said of columns that are not there.</summary>
    /// <exception cref="ArgumentException"/>
    internal void Validate(IReadOnlyList<DataColumn> columns)
    {
        foreach (var name in CategoriesOf.Keys.Concat(MissingOf.Keys))
        {
            if (!columns.Any(column => column.Name == name))
                throw new ArgumentException($"Preprocessing: there is no column \"{name}\"; there are {string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}.");
        }
        foreach (var column in columns)
            MissingIn(column.Name, column.Kind);
    }
}
