namespace HyperSearch.Training;

/// <summary>Where the rows of a table lie. Safe to read from several threads.</summary>
internal interface IRows
{
    /// <summary>Whether reading a row is reading memory.</summary>
    bool InMemory { get; }

    /// <summary>The inputs of a row: a view of memory, or a copy of what lies elsewhere.</summary>
    ReadOnlySpan<float> Input(int row);

    /// <summary>Copies the inputs of a row.</summary>
    void CopyInput(int row, Span<float> target);

    /// <summary>The code of a row's label, where the table has labels.</summary>
    int Label(int row);

    /// <summary>The targets of a row, where the table has targets: as <see cref="Input"/>.</summary>
    ReadOnlySpan<float> Targets(int row);

    /// <summary>What a row has in a column to split by.</summary>
    double Key(int row, int key);
}
