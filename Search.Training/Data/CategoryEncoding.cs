namespace HyperSearch.Training;

/// <summary>How a category becomes numbers.</summary>
public enum CategoryEncoding
{
    /// <summary>An input for each category: 1 for the row's own, 0 for the others.</summary>
    OneHot,

    /// <summary>One input: 0, 1, 2, … in the order of the categories, which is that of their values where all are numbers, else of
    /// their spelling.</summary>
    Ordinal,
}
