using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// What parts points by several losses at once, lower being better. Deb, Pratap, Agarwal, Meyarivan: "A Fast and Elitist Multiobjective
/// Genetic Algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6(2), 2002, section III.
/// </summary>
internal static class Domination
{
    /// <summary>Whether the first is at least as good by all losses, and better by one.</summary>
    public static bool Dominates(ReadOnlySpan<double> one, ReadOnlySpan<double> other) =>
        LossOrder.IsAtLeastAsGood(one, other) && !LossOrder.IsAtLeastAsGood(other, one);

    /// <summary>The rank of each point: 0 where no other dominates it, else one more than the highest of those that do.</summary>
    /// <remarks>
    /// Taken by rising losses, a point is dominated by earlier ones alone. Its front is the first none of whose members so far dominates
    /// it, by bisection, since what a front dominates all fronts before dominate: Zhang, Tian, Cheng, Jin, "An Efficient Approach to
    /// Nondominated Sorting for Evolutionary Multiobjective Optimization", IEEE Transactions on Evolutionary Computation 19(2), 2015.
    /// </remarks>
    public static int[] Ranks(IReadOnlyList<double[]> losses)
    {
        var ranks = new int[losses.Count];
        var fronts = new List<List<double[]>>();
        foreach (var i in Enumerable.Range(0, losses.Count).Order(Comparer<int>.Create((one, other) => LossOrder.Compare(losses[one], losses[other]))))
        {
            var (low, high) = (0, fronts.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (IsDominated(fronts[middle], losses[i]))
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low == fronts.Count)
                fronts.Add([]);
            fronts[low].Add(losses[i]);
            ranks[i] = low;
        }
        return ranks;
    }

    /// <summary>The indices of the points that no other dominates, rising.</summary>
    public static int[] Front(IReadOnlyList<double[]> losses)
    {
        var ranks = Ranks(losses);
        return [.. Enumerable.Range(0, ranks.Length).Where(i => ranks[i] == 0)];
    }

    /// <summary>
    /// How far apart the neighbours of each member of a front are, by each loss as a share of its range and summed; ∞ for the first and the
    /// last by a loss. Larger is less crowded.
    /// </summary>
    public static double[] Crowding(IReadOnlyList<double[]> front)
    {
        var distances = new double[front.Count];
        for (var goal = 0; front.Count > 0 && goal < front[0].Length; goal++)
        {
            int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(i => front[i][goal])];
            var range = front[order[^1]][goal] - front[order[0]][goal];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var k = 1; range > 0 && k < order.Length - 1; k++)
                distances[order[k]] += (front[order[k + 1]][goal] - front[order[k - 1]][goal]) / range;
        }
        return distances;
    }

    /// <summary>The places of the points, best first: by their ranks, those of one rank the least crowded first, of equal ones the earlier.</summary>
    public static int[] Order(IReadOnlyList<double[]> losses)
    {
        var (ranks, crowding) = (Ranks(losses), new double[losses.Count]);
        foreach (var front in Enumerable.Range(0, losses.Count).GroupBy(i => ranks[i]))
        {
            int[] members = [.. front];
            var distances = Crowding([.. members.Select(i => losses[i])]);
            for (var k = 0; k < members.Length; k++)
                crowding[members[k]] = distances[k];
        }
        return [.. Enumerable.Range(0, losses.Count).OrderBy(i => ranks[i]).ThenByDescending(i => crowding[i])];
    }

    private static bool IsDominated(List<double[]> front, double[] point)
    {
        for (var i = front.Count - 1; i >= 0; i--)
        {
            if (Dominates(front[i], point))
                return true;
        }
        return false;
    }
}
