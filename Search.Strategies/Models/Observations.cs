using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>What finished trials say to whatever learns from them, in the order of their results: a point and a loss each.</summary>
/// <remarks>
/// The one place that says what a trial without a whole score is worth. A pruned trial did not look good when it was stopped:
/// it counts as no better than the median of the complete ones. A failed trial, or a pruned one without a value, counts as the
/// worst value seen. Losses are divided by the largest magnitude, so that arithmetic on them stays finite.
/// Of several goals one loss is made: the place in the order of <see cref="Domination"/>. A trial that misses a constraint is worse than
/// all that miss none, by how much it misses; a failed one is worse than these.
/// </remarks>
internal sealed class Observations
{
    private readonly IReadOnlyList<Trial> _trials;

    private Observations(IReadOnlyList<Trial> trials, Point[] points, double[] losses, int scored, double largest) =>
        (_trials, Points, Losses, Scored, Largest) = (trials, points, losses, scored, largest);

    public Point[] Points { get; }

    /// <summary>Lower is better; within [−1, 1].</summary>
    public double[] Losses { get; }

    /// <summary>How many of the trials have a value of their own.</summary>
    public int Scored { get; }

    /// <summary>What the losses were divided by: the largest magnitude, or 1 where that is 0.</summary>
    public double Largest { get; }

    public int Count => Points.Length;

    /// <summary>The observations of the first <paramref name="results"/> results.</summary>
    public static Observations Of(History history, int results) => Of(history.Problem, history.FinishedAfter(results));

    public static Observations Of(History history) => Of(history, history.Observed);

    /// <summary>The observations of these finished trials by all goals and constraints.</summary>
    /// <inheritdoc cref="Of(Goal, IReadOnlyList{Trial}, double?)"/>
    public static Observations Of(SearchProblem problem, IReadOnlyList<Trial> finished, double? median = null)
    {
        if (problem.HasOneLoss)
            return Of(problem.Goal, finished, median);
        var violations = Violations.Of(finished);
        int[] feasible = [.. Enumerable.Range(0, finished.Count).Where(i => violations[i] == 0 && GoalLosses.AreKnown(problem, finished[i]))];
        Trial[] trials = [.. feasible.Select(i => finished[i])];
        var own = problem.FurtherGoals.Count == 0 ? Of(problem.Goal, trials, median).Losses : Places(GoalLosses.Of(problem, trials));
        var (lowest, highest) = own.Length > 0 ? (own.Min(), own.Max()) : (0, 0);
        var (spread, largest) = (highest > lowest ? highest - lowest : 1, violations.DefaultIfEmpty(0).Max());
        double[] losses = [.. violations.Select(violation => largest > 0 ? highest + spread * (violation > 0 ? violation / largest : 1) : highest)];
        foreach (var (i, loss) in feasible.Zip(own))
            losses[i] = loss;
        var magnitude = losses.Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (magnitude > 0)
            RowArithmetic.MultiplyBy(losses, 1 / magnitude);
        return new(finished, [.. finished.Select(trial => trial.Point)], losses, feasible.Length + violations.Count(violation => violation > 0), magnitude > 0 ? magnitude : 1);
    }

    // 1 for the best, and so on.
    private static double[] Places(double[][] losses)
    {
        var places = new double[losses.Length];
        foreach (var (place, i) in Domination.Order(losses).Index())
            places[i] = place + 1;
        return places;
    }

    /// <summary>The observations of these finished trials by one goal.</summary>
    /// <param name="goal">What is looked for.</param>
    /// <param name="finished">The trials.</param>
    /// <param name="median">The median loss of all complete trials, where these are a part of them; by default that of these.</param>
    public static Observations Of(Goal goal, IReadOnlyList<Trial> finished, double? median = null)
    {
        var count = finished.Count;
        var points = new Point[count];
        var losses = new double[count];
        var (worst, largest, scored, pruned) = (double.NegativeInfinity, 0.0, 0, false);
        for (var i = 0; i < count; i++)
        {
            var trial = finished[i];
            points[i] = trial.Point;
            losses[i] = IsScored(trial) ? goal.Loss(trial.Value!.Value) : double.NaN;
            if (double.IsNaN(losses[i]))
                continue;
            scored++;
            worst = Math.Max(worst, losses[i]);
            largest = Math.Max(largest, Math.Abs(losses[i]));
            pruned |= trial.State == TrialState.Pruned;
        }
        if (pruned)
            median ??= Median([.. losses.Where((_, i) => finished[i].State == TrialState.Complete).Order()]);
        for (var i = 0; i < count; i++)
        {
            if (double.IsNaN(losses[i]))
                losses[i] = scored > 0 ? worst : 0;
            else if (finished[i].State == TrialState.Pruned)
                losses[i] = Math.Max(losses[i], median!.Value);
            if (largest > 0)
                losses[i] /= largest;
        }
        return new(finished, points, losses, scored, largest > 0 ? largest : 1);
    }

    /// <summary>
    /// The indices of the trials, best first. Of equal ones those with a value of their own stand first, then the lower numbers, as
    /// in <see cref="TrialRanking"/>.
    /// </summary>
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
            if (end > start + 1)
                order.AsSpan(start, end - start).Sort(CompareEqual);
            start = end;
        }
        return order;
    }

    private int CompareEqual(int one, int other)
    {
        var byScore = IsScored(_trials[other]).CompareTo(IsScored(_trials[one]));
        return byScore != 0 ? byScore : _trials[one].Number.CompareTo(_trials[other].Number);
    }

    private static bool IsScored(Trial trial) => trial.State != TrialState.Failed && trial.Value is not null;

    /// <summary>The median of rising losses, the higher of the two middle ones; −∞ where there are none.</summary>
    public static double Median(IReadOnlyList<double> losses) => losses.Count > 0 ? losses[losses.Count / 2] : double.NegativeInfinity;
}
