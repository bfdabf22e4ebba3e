namespace HyperSearch.Training;

/// <summary>The rows of one data set, then those of another one.</summary>
internal sealed class JoinedRows(JoinedPart first, JoinedPart second) : IRows
{
    public bool InMemory => first.Data.InMemory && second.Data.InMemory;

    public RowCursor Open() => new Cursor(first, second);

    private sealed class Cursor(JoinedPart first, JoinedPart second) : RowCursor
    {
        private readonly RowCursor _first = first.Data.OpenCursor(), _second = second.Data.OpenCursor();
        private readonly float[] _inputs = new float[first.Data.Features];
        private bool _isSecond;

        public override ReadOnlySpan<float> Input
        {
            get
            {
                Part.Copy(Own.Input, _inputs);
                return _inputs;
            }
        }

        public override int Label => Part.Class(Own.Label);

        public override ReadOnlySpan<float> Targets => Own.Targets;

        private RowCursor Own => _isSecond ? _second : _first;

        private JoinedPart Part => _isSecond ? second : first;

        public override void Move(int row)
        {
            _isSecond = row >= first.Data.Count;
            Own.Move(_isSecond ? row - first.Data.Count : row);
        }

        public override double Key(int key) => Own.Key(key);
    }
}
