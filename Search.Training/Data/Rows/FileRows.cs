using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>
/// Rows in a temporary file, which is gone when nobody uses them any more: each is its inputs, then what is to be predicted, as 32-bit
/// floats, then its keys as 64-bit ones. They are read and not mapped, as mapped pages count as the process's memory.
/// </summary>
internal sealed class FileRows(FileStream file, RowShape shape, int count) : IRows
{
    private const int MostAhead = 256 << 10;

    public bool InMemory => false;

    public RowCursor Open() => new Cursor(this);

    /// <summary>Reads one row where the next one lies far away, and more at once where it follows: a pass in order reads large pieces.</summary>
    private sealed class Cursor(FileRows rows) : RowCursor
    {
        private readonly RowShape _shape = rows.Shape;
        private byte[] _bytes = [];
        private int _first, _count;     // rows in the buffer
        private int _row;

        public override ReadOnlySpan<float> Input => Row<float>(0, _shape.Features);

        public override int Label => (int)Row<float>(_shape.Features * sizeof(float), 1)[0];

        public override ReadOnlySpan<float> Targets => Row<float>(_shape.Features * sizeof(float), _shape.Outcomes);

        public override double Key(int key) => MemoryMarshal.Read<double>(Row<byte>((_shape.Features + _shape.Outcomes) * sizeof(float) + key * sizeof(double), sizeof(double)));

        public override void Move(int row)
        {
            // Parts of a file skip rows of other parts: a few in between do not break the order.
            var follows = row > _row && row - _row <= 16;
            _row = row;
            if (row >= _first && row < _first + _count)
                return;
            var ahead = follows ? Math.Clamp(2 * _count, 1, Math.Max(1, MostAhead / _shape.Bytes)) : 1;
            (_first, _count) = (row, Math.Min(ahead, rows.Count - row));
            var wanted = _count * _shape.Bytes;
            if (_bytes.Length < wanted)
                _bytes = new byte[wanted];
            Fill(_bytes.AsSpan(0, wanted), (long)row * _shape.Bytes);
        }

        private ReadOnlySpan<T> Row<T>(int at, int length)
            where T : struct => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan((_row - _first) * _shape.Bytes + at))[..length];

        private void Fill(Span<byte> target, long offset)
        {
            while (target.Length > 0)
            {
                var read = RandomAccess.Read(rows.File.SafeFileHandle, target, offset);
                if (read == 0)
                    throw new IOException("The temporary file of a table ends before its rows: something cut it off.");
                target = target[read..];
                offset += read;
            }
        }
    }

    private FileStream File => file;

    private RowShape Shape => shape;

    private int Count => count;
}
