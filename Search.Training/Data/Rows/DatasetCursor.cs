namespace HyperSearch.Training;

/// <summary>Moves over the examples of a data set: its own rows of a table, with its own classes.</summary>
internal sealed class DatasetCursor(RowCursor table, RowSet rows, int[]? classMap) : RowCursor
{
    public override ReadOnlySpan<float> Input => table.Input;

    public override int Label => classMap is null ? table.Label : classMap[table.Label];

    public override ReadOnlySpan<float> Targets => table.Targets;

    public override double Key(int key) => table.Key(key);

    public override void Move(int row) => table.Move(rows[row]);
}
