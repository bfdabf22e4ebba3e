namespace HyperSearch.Strategies;

/// <summary>A trial in the order of a rung: by loss; of two with the same loss, the one that has gone on stands first.</summary>
/// <param name="Loss">Its loss at the rung; finite.</param>
/// <param name="IsStopped">Whether it was stopped there.</param>
/// <param name="Number">Its number.</param>
internal readonly record struct RungEntry(double Loss, bool IsStopped, int Number) : IComparable<RungEntry>
{
    /// <summary>What stands before all entries of a loss.</summary>
    public static RungEntry First(double loss) => new(loss, IsStopped: false, int.MinValue);

    public int CompareTo(RungEntry other)
    {
        var order = Loss.CompareTo(other.Loss);
        if (order == 0)
            order = IsStopped.CompareTo(other.IsStopped);
        return order == 0 ? Number.CompareTo(other.Number) : order;
    }
}
