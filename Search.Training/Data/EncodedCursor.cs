namespace HyperSearch.Training;

/// <summary>Makes inputs of the row that another cursor stands on.</summary>
internal sealed class EncodedCursor(RowCursor rows, RowEncoder encoder) : RowCursor
{
    private readonly float[] _inputs = new float[encoder.Features];

    public override ReadOnlySpan<float> Input => _inputs;

    public override int Label => rows.Label;

    public override ReadOnlySpan<float> Targets => rows.Targets;

    public override double Key(int key) => rows.Key(key);

    public override void Move(int row)
    {
        rows.Move(row);
        encoder.Encode(rows.Input, _inputs, row);
    }
}
