namespace Search.Benchmarks;

/// <summary>How often the most important parameters are those of the whole table.</summary>
internal sealed class ImportanceAgreement
{
    private const int Most = 3;

    /// <summary>In how many studies the three are the same, in any order.</summary>
    public int Sets { get; private set; }

    /// <summary>In how many they are, in the same order.</summary>
    public int Orders { get; private set; }

    /// <summary>In how many the first is.</summary>
    public int Firsts { get; private set; }

    /// <summary>How many studies there were.</summary>
    public int Studies { get; private set; }

    /// <summary>Parameters in the order of their shares, the largest first.</summary>
    public static int[] Order(IReadOnlyList<double> shares) => [.. Enumerable.Range(0, shares.Count).OrderByDescending(i => shares[i])];

    public void Add(int[] order, int[] whole)
    {
        Studies++;
        Sets += order.Take(Most).Order().SequenceEqual(whole.Take(Most).Order()) ? 1 : 0;
        Orders += order.Take(Most).SequenceEqual(whole.Take(Most)) ? 1 : 0;
        Firsts += order[0] == whole[0] ? 1 : 0;
    }

    public void Add(ImportanceAgreement other)
    {
        Studies += other.Studies;
        Sets += other.Sets;
        Orders += other.Orders;
        Firsts += other.Firsts;
    }
}
