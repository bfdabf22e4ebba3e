using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>Takes rows as they come, and keeps them in memory as long as they are few, then in a temporary file.</summary>
internal sealed class RowCollector : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly RowShape _shape;
    private readonly long _mostBytes;
    private readonly List<byte[]> _pieces = [];     // those before the present one, as long as there is no file
    private readonly int _rowsInPiece;
    private byte[] _piece;
    private int _used;
    private FileStream? _file;

    public RowCollector(RowShape shape, long mostBytes)
    {
        (_shape, _mostBytes) = (shape, mostBytes);
        _rowsInPiece = Math.Max(1, PieceBytes / Math.Max(1, shape.Bytes));
        _piece = new byte[_rowsInPiece * shape.Bytes];
    }

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outcome, ReadOnlySpan<double> keys)
    {
        if (Count == int.MaxValue)
            throw new InvalidDataException($"There can be at most {int.MaxValue:N0} rows.");
        if (_used == _piece.Length)
            Next();
        var row = _piece.AsSpan(_used, _shape.Bytes);
        MemoryMarshal.AsBytes(inputs).CopyTo(row);
        MemoryMarshal.AsBytes(outcome).CopyTo(row[(_shape.Features * sizeof(float))..]);
        MemoryMarshal.AsBytes(keys).CopyTo(row[((_shape.Features + _shape.Outcomes) * sizeof(float))..]);
        _used += _shape.Bytes;
        Count++;
    }

    /// <summary>The rows. Nothing can be added any more.</summary>
    public IRows Finish()
    {
        if (_file is null && !IsTooMuch)
            return MemoryRows.Of(new PieceCursor(this), Count, _shape);
        _file ??= Spilled();
        _file.Write(_piece, 0, _used);
        _file.Flush();
        var rows = new FileRows(_file, _shape, Count);
        _file = null;   // the rows have it now
        return rows;
    }

    public void Dispose() => _file?.Dispose();

    private bool IsTooMuch => (long)Count * _shape.Bytes > _mostBytes;

    /// <summary>A file with the pieces before the present one.</summary>
    private FileStream Spilled()
    {
        var file = TemporaryFile.Create();
        foreach (var piece in _pieces)
            file.Write(piece);
        _pieces.Clear();
        return file;
    }

    private void Next()
    {
        if (_file is null && IsTooMuch)
            _file = Spilled();
        if (_file is null)
        {
            _pieces.Add(_piece);
            _piece = new byte[_piece.Length];
        }
        else
        {
            _file.Write(_piece);
        }
        _used = 0;
    }

    /// <summary>Reads the pieces in order.</summary>
    private sealed class PieceCursor(RowCollector rows) : RowCursor
    {
        private int _row;

        public override ReadOnlySpan<float> Input => Numbers(0, rows._shape.Features);

        public override int Label => (int)Numbers(rows._shape.Features, 1)[0];

        public override ReadOnlySpan<float> Targets => Numbers(rows._shape.Features, rows._shape.Outcomes);

        public override void Move(int row) => _row = row;

        public override double Key(int key) =>
            MemoryMarshal.Read<double>(Row[((rows._shape.Features + rows._shape.Outcomes) * sizeof(float) + key * sizeof(double))..]);

        private ReadOnlySpan<byte> Row => Piece.AsSpan(_row % rows._rowsInPiece * rows._shape.Bytes, rows._shape.Bytes);

        private byte[] Piece => _row / rows._rowsInPiece < rows._pieces.Count ? rows._pieces[_row / rows._rowsInPiece] : rows._piece;

        private ReadOnlySpan<float> Numbers(int first, int length) => MemoryMarshal.Cast<byte, float>(Row).Slice(first, length);
    }
}
