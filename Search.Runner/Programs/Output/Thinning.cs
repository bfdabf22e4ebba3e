namespace HyperSearch.Runner;

/// <summary>Which points of a curve are kept: all of the first thousand, every second of the next, then every fourth, and so on.</summary>
internal sealed class Thinning
{
    private const int MostWithoutGap = 1000;

    private long _seen;
    private long _kept;
    private long _gap = 1;

    /// <summary>Whether the next point is kept.</summary>
    public bool KeepsNext()
    {
        if (_seen++ % _gap != 0)
            return false;
        if (++_kept % MostWithoutGap == 0)
            _gap *= 2;
        return true;
    }
}
