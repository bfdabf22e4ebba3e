using Search.Core;

namespace Search.Strategies;

/// <summary>What the finished trials say, in the order of their results: a point and a loss each.</summary>
/// <remarks>
/// A pruned trial did not look good when it was stopped: it counts as no better than the median of the complete ones. A
/// failed trial, or a pruned one without a value, counts as the worst value seen. Losses are divided by the largest
/// magnitude, so that arithmetic on them stays finite.
/// </remarks>
internal sealed class Evidence
{
    private Evidence(Point[] points, double[] losses, int scored) => (Points, Losses, Scored) = (points, losses, scored);

    public Point[] Points { get; }

    /// <summary>Lower is better; within [−1, 1].</summary>
    public double[] Losses { get; }

    /// <summary>How many of the trials have a value of their own.</summary>
    public int Scored { get; }

    public int Count => Points.Length;

    /// <summary>The evidence of the first <paramref name="results"/> results.</summary>
    public static Evidence Of(History history, int results)
    {
        var finished = history.FinishedAfter(results);
        var count = finished.Count;
        var points = new Point[count];
        var losses = new double[count];
        var (worst, largest, scored, pruned) = (double.NegativeInfinity, 0.0, 0, false);
        for (var i = 0; i < count; i++)
        {
            var trial = finished[i];
            points[i] = trial.Point;
            losses[i] = trial.State != TrialState.Failed && trial.Value is { } value ? history.Goal.Loss(value) : double.NaN;
            if (double.IsNaN(losses[i]))
                continue;
            scored++;
            worst = Math.Max(worst, losses[i]);
            largest = Math.Max(largest, Math.Abs(losses[i]));
            pruned |= trial.State == TrialState.Pruned;
        }
        var median = pruned ? MedianOfComplete(finished, losses) : double.NegativeInfinity;
        for (var i = 0; i < count; i++)
        {
            if (double.IsNaN(losses[i]))
                losses[i] = scored > 0 ? worst : 0;
            else if (finished[i].State == TrialState.Pruned)
                losses[i] = Math.Max(losses[i], median);
            if (largest > 0)
                losses[i] /= largest;
        }
        return new(points, losses, scored);
    }

    public static Evidence Of(History history) => Of(history, history.Observed);

    /// <summary>The indices of the trials, best first, the earlier one where two are equal.</summary>
    public int[] Ranking()
    {
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        // Sorting plain numbers is several times as fast as sorting pairs; equal ones are put in order after that.
        var keys = (double[])Losses.Clone();
        Array.Sort(keys, order);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
                end++;
            Array.Sort(order, start, end - start);
            start = end;
        }
        return order;
    }

    private static double MedianOfComplete(IReadOnlyList<Trial> finished, double[] losses)
    {
        var complete = losses.Where((_, i) => finished[i].State == TrialState.Complete).Order().ToArray();
        return complete.Length > 0 ? complete[complete.Length / 2] : double.NegativeInfinity;
    }
}
