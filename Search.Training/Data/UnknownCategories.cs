namespace HyperSearch.Training;

/// <summary>What becomes of a category that the training part does not have.</summary>
public enum UnknownCategories
{
    /// <summary>One-hot: 0 for every category. Ordinal: the middle of the order, (categories − 1) / 2.</summary>
    Ignored,

    /// <summary>An error that names it.</summary>
    Refused,
}
