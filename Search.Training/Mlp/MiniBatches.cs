namespace HyperSearch.Training;

/// <summary>How the rows of an epoch are dealt into mini-batches: each of <paramref name="Size"/> rows, the last of what is left.</summary>
/// <param name="Rows">Of the epoch.</param>
/// <param name="Size">At most <paramref name="Rows"/>.</param>
/// <param name="JoinsFewRows">Whether what is left joins the mini-batch before it where it is fewer than 8 rows, and at most half a
/// mini-batch: batch normalization cannot do with one row, which has no variance, and with 2 to 6 it was measured to do harm,
/// as they may happen to have next to none.</param>
internal sealed record MiniBatches(int Rows, int Size, bool JoinsFewRows)
{
    private const int Few = 8;

    public int Count { get; } = Rows / Size + (IsLastOfItsOwn(Rows % Size, Size, JoinsFewRows) ? 1 : 0);

    /// <summary>Rows of the longest one.</summary>
    public int Longest => Math.Max(Size, this[Count - 1].Rows);

    /// <summary>The first row of a mini-batch, and how many there are in it.</summary>
    public (int First, int Rows) this[int batch] => (batch * Size, batch == Count - 1 ? Rows - batch * Size : Size);

    private static bool IsLastOfItsOwn(int left, int size, bool joins) => left > 0 && !(joins && left < Few && left <= size / 2);
}
