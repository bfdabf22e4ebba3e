namespace HyperSearch.Core;

/// <summary>How points by several losses at once compare, lower being better.</summary>
public static class LossOrder
{
    /// <summary>By the first loss, of equal ones by the next, and so on: whoever is at least as good by all losses does not come later.</summary>
    public static int Compare(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            var byLoss = one[i].CompareTo(other[i]);
            if (byLoss != 0)
                return byLoss;
        }
        return 0;
    }

    /// <summary>Whether one is at least as good by all losses.</summary>
    public static bool IsAtLeastAsGood(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] > other[i])
                return false;
        }
        return true;
    }
}
