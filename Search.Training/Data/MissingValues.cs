namespace HyperSearch.Training;

/// <summary>What becomes of a value that is missing.</summary>
public enum MissingValues
{
    /// <summary>An error that names its place.</summary>
    Refused,

    /// <summary>The mean of the training part's values; for numbers.</summary>
    Mean,

    /// <summary>The middle one of the training part's values, or the mean of the two middle ones; for numbers.</summary>
    Median,

    /// <summary>The training part's most frequent value; of equally frequent ones the first in order.</summary>
    MostFrequent,

    /// <summary>A category like another, the last in order, where the training part has such values; else as
    /// <see cref="UnknownCategories.Ignored"/>. For categories.</summary>
    OwnCategory,
}
