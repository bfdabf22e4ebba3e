namespace HyperSearch.Training;

/// <summary>What stands in a column of a table.</summary>
public enum ColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts, each of which is a category.</summary>
    Category,
}
