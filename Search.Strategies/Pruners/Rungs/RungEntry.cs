namespace HyperSearch.Strategies;

/// <summary>A trial on a rung.</summary>
/// <param name="Loss">Its loss there; finite.</param>
/// <param name="IsStopped">Whether it was stopped there.</param>
/// <param name="Number">Its number.</param>
internal readonly record struct RungEntry(double Loss, bool IsStopped, int Number)
{
    /// <summary>By loss; of two with the same loss, the one that has gone on stands first.</summary>
    public static IComparer<RungEntry> Order { get; } = Comparer<RungEntry>.Create(Compare);

    /// <summary>What stands before all entries of a loss.</summary>
    public static RungEntry First(double loss) => new(loss, IsStopped: false, int.MinValue);

    private static int Compare(RungEntry one, RungEntry other)
    {
        var order = one.Loss.CompareTo(other.Loss);
        if (order == 0)
            order = one.IsStopped.CompareTo(other.IsStopped);
        return order == 0 ? one.Number.CompareTo(other.Number) : order;
    }
}
