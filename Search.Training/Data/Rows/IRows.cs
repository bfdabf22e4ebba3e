namespace HyperSearch.Training;

/// <summary>Where the rows of a table lie. Shared between threads.</summary>
internal interface IRows
{
    /// <summary>Whether they lie in memory, rather than in a file.</summary>
    bool InMemory { get; }

    /// <summary>A reader of its own, for one thread.</summary>
    RowCursor Open();
}
