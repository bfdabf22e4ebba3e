namespace HyperSearch.Training;

/// <summary>Rows of a table that become inputs whenever they are read: where all of them as inputs would take too much memory.</summary>
internal sealed class EncodedRows(IRows rows, RowEncoder encoder) : IRows
{
    public bool InMemory => rows.InMemory;

    public RowCursor Open() => new EncodedCursor(rows.Open(), encoder);
}
