namespace HyperSearch.Training;

/// <summary>Rows in memory.</summary>
/// <param name="Inputs">[rows, features].</param>
/// <param name="Labels">[rows], or null.</param>
/// <param name="Targets">[rows, outcomes], or null.</param>
/// <param name="Keys">[rows, keys].</param>
internal sealed record MemoryRows(RowShape Shape, float[] Inputs, int[]? Labels, float[]? Targets, double[] Keys) : IRows
{
    public bool InMemory => true;

    public ReadOnlySpan<float> Input(int row) => Inputs.AsSpan(row * Shape.Features, Shape.Features);

    public RowCursor Open() => new Cursor(this);

    /// <summary>Copies the first rows that a cursor reads.</summary>
    public static MemoryRows Of(RowCursor cursor, int count, RowShape shape)
    {
        var rows = new MemoryRows(
            shape,
            new float[(long)count * shape.Features],
            shape.HasLabels ? new int[count] : null,
            shape.HasLabels || shape.Outcomes == 0 ? null : new float[(long)count * shape.Outcomes],
            new double[(long)count * shape.Keys]);
        for (var row = 0; row < count; row++)
        {
            cursor.Move(row);
            cursor.Input.CopyTo(rows.Inputs.AsSpan(row * shape.Features));
            if (rows.Labels is { } labels)
                labels[row] = cursor.Label;
            if (rows.Targets is { } targets)
                cursor.Targets.CopyTo(targets.AsSpan(row * shape.Outcomes));
            for (var key = 0; key < shape.Keys; key++)
                rows.Keys[row * shape.Keys + key] = cursor.Key(key);
        }
        return rows;
    }

    private sealed class Cursor(MemoryRows rows) : RowCursor
    {
        private int _row;

        public override ReadOnlySpan<float> Input => rows.Input(_row);

        public override int Label => rows.Labels![_row];

        public override ReadOnlySpan<float> Targets => rows.Targets.AsSpan(_row * rows.Shape.Outcomes, rows.Shape.Outcomes);

        public override void Move(int row) => _row = row;

        public override double Key(int key) => rows.Keys[_row * rows.Shape.Keys + key];
    }
}
