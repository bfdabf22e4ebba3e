namespace HyperSearch.Training;

/// <summary>Makes inputs of the row that another cursor stands on.</summary>
internal sealed class EncodedCursor(RowCursor rows, RowEncoder encoder) : RowCursor
{
    private readonly float[] _inputs = new float[encoder.Features];
    private readonly float[] _targets = new float[encoder.Preprocessing.TargetScales.Count];

    public override ReadOnlySpan<float> Input => _inputs;

    public override int Label => rows.Label;

    public override ReadOnlySpan<float> Targets
    {
        get
        {
            var own = rows.Targets;
            if (_targets.Length == 0)
                return own;
            for (var i = 0; i < _targets.Length; i++)
                _targets[i] = encoder.Preprocessing.TargetScales[i].Standardize(own[i]);
            return _targets;
        }
    }

    public override double Key(int key) => rows.Key(key);

    public override void Move(int row)
    {
        rows.Move(row);
        encoder.Encode(rows.Input, _inputs, row);
    }
}
