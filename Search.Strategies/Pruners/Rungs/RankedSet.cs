namespace HyperSearch.Strategies;

/// <summary>Items in order that know their places. Items are kept in pieces, so that adding one moves few others.</summary>
/// <param name="order">Their order; no two items are equal in it.</param>
internal sealed class RankedSet<T>(IComparer<T> order)
{
    private const int MostInPiece = 512;

    // None of them is empty.
    private readonly List<List<T>> _pieces = [];

    public int Count { get; private set; }

    /// <summary>The item of a place.</summary>
    public T this[int place]
    {
        get
        {
            var piece = 0;
            for (; place >= _pieces[piece].Count; piece++)
                place -= _pieces[piece].Count;
            return _pieces[piece][place];
        }
    }

    /// <summary>How many items stand before this one, which need not be there.</summary>
    public int CountBefore(T item)
    {
        if (Count == 0)
            return 0;
        var piece = PieceOf(item);
        var count = PlaceIn(_pieces[piece], item);
        for (var i = 0; i < piece; i++)
            count += _pieces[i].Count;
        return count;
    }

    public void Add(T item)
    {
        Count++;
        if (_pieces.Count == 0)
        {
            _pieces.Add([item]);
            return;
        }
        var index = PieceOf(item);
        var piece = _pieces[index];
        piece.Insert(PlaceIn(piece, item), item);
        if (piece.Count <= MostInPiece)
            return;
        const int half = MostInPiece / 2;
        _pieces.Insert(index + 1, piece.GetRange(half, piece.Count - half));
        piece.RemoveRange(half, piece.Count - half);
    }

    /// <summary>Removes an item, which must be there.</summary>
    public void Remove(T item)
    {
        Count--;
        var index = PieceOf(item);
        var piece = _pieces[index];
        piece.RemoveAt(PlaceIn(piece, item));
        if (piece.Count == 0)
            _pieces.RemoveAt(index);
    }

    /// <summary>The items in order, up to one.</summary>
    public IEnumerable<T> UpTo(T last)
    {
        foreach (var piece in _pieces)
        {
            foreach (var item in piece)
            {
                if (order.Compare(item, last) > 0)
                    yield break;
                yield return item;
            }
        }
    }

    // The last piece that begins with the item or one before it, or the first.
    private int PieceOf(T item)
    {
        var (low, high) = (1, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (order.Compare(_pieces[middle][0], item) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    private int PlaceIn(List<T> piece, T item)
    {
        var place = piece.BinarySearch(item, order);
        return place < 0 ? ~place : place;
    }
}
