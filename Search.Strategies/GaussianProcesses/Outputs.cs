using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>What a process is of: a number for each finished trial, of mean 0 and deviation 1, or all 0.</summary>
/// <param name="problem">The study's problem.</param>
/// <param name="finished">The trials.</param>
/// <param name="learns">Whether the process learns from earlier studies.</param>
internal delegate double[] Outputs(SearchProblem problem, IReadOnlyList<Trial> finished, bool learns);

/// <summary>The outputs that there are.</summary>
internal static class Output
{
    // Who learns from earlier studies has good trials from the start, of which more are worth telling apart.
    private const double LeastKeptShareWithEarlier = 0.75;

    /// <summary>The loss of <see cref="Observations"/>, warped.</summary>
    /// <param name="keptShare">See <see cref="PowerTransform.Apply"/>.</param>
    public static Outputs Loss(double keptShare) => (problem, finished, learns) =>
        PowerTransform.Apply(Observations.Of(problem, finished).Losses, learns ? Math.Max(keptShare, LeastKeptShareWithEarlier) : keptShare);

    /// <summary>The loss by one of the goals, a trial that has none counting as the worst: compressed beyond the front, or warped where there is but this goal.</summary>
    public static Outputs Goal(int goal) => (problem, finished, _) => GoalLosses(problem, finished, goal);

    /// <summary>By how much one constraint is missed; a trial of which it is not known counts as the median one.</summary>
    public static Outputs Excess(int constraint) => (_, finished, _) => Excesses(finished, constraint).Scaled;

    /// <summary>What an excess of 0 is among the outputs of <see cref="Excess"/>.</summary>
    public static double Allowed(IReadOnlyList<Trial> finished, int constraint) => Excesses(finished, constraint).Allowed;

    private static double[] GoalLosses(SearchProblem problem, IReadOnlyList<Trial> finished, int goal)
    {
        int[] known = [.. Enumerable.Range(0, finished.Count).Where(i => Strategies.GoalLosses.AreKnown(problem, finished[i]))];
        Trial[] trials = [.. known.Select(i => finished[i])];
        var losses = Strategies.GoalLosses.Of(problem, trials);
        var own = Array.ConvertAll(losses, loss => loss[goal]);
        if (own.Length > 0 && problem.Goals.Count == 1)
            own = PowerTransform.Apply(own, keptShare: 1);
        else if (own.Length > 0)
            Compress(own, FrontOf(losses, trials), losses, goal);
        var all = new double[finished.Count];
        Array.Fill(all, own.DefaultIfEmpty(0).Max());
        foreach (var (i, loss) in known.Zip(own))
            all[i] = loss;
        Standardize(all);
        return all;
    }

    // Of those that miss no constraint, or of all where each misses one.
    private static double[][] FrontOf(double[][] losses, Trial[] trials)
    {
        var violations = Violations.Of(trials);
        double[][] feasible = [.. losses.Where((_, i) => violations[i] == 0)];
        var candidates = feasible.Length > 0 ? feasible : losses;
        return [.. Domination.Front(candidates).Select(i => candidates[i])];
    }

    // What is gained is a volume of the losses as they are, up to the reference of the front. How far beyond that a loss is hardly matters:
    // there it is as its logarithm, with the slope 1 at the reference.
    private static void Compress(double[] losses, double[][] front, double[][] all, int goal)
    {
        var reference = ReferencePoint.Near(front, all)[goal];
        var unit = reference - front.Min(point => point[goal]);
        for (var i = 0; i < losses.Length; i++)
        {
            if (losses[i] > reference)
                losses[i] = reference + unit * PortableMath.Log(1 + (losses[i] - reference) / unit);
        }
    }

    private static double Standardize(double[] values)
    {
        var mean = OrderedSums.Sum(values) / Math.Max(1, values.Length);
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length));
        for (var i = 0; i < values.Length; i++)
            values[i] = deviation > 1e-12 ? (values[i] - mean) / deviation : 0;
        // What 0 has become.
        return deviation > 1e-12 ? -mean / deviation : Math.Sign(-mean);
    }

    // Compressed on either side of 0, which keeps its place (the bilog transform of Eriksson and Poloczek: "Scalable Constrained Bayesian
    // Optimization", AISTATS 2021, section 3.4), then of mean 0 and deviation 1.
    private static (double[] Scaled, double Allowed) Excesses(IReadOnlyList<Trial> finished, int constraint)
    {
        double[] known = [.. finished.Where(trial => constraint < trial.Excesses.Count).Select(trial => Math.Clamp(trial.Excesses[constraint], -double.MaxValue, double.MaxValue)).Order()];
        if (known.Length == 0)
            return (new double[finished.Count], 0);
        var (median, unit) = (known[known.Length / 2], known.Select(Math.Abs).Order().ElementAt(known.Length / 2));
        double[] scaled = [.. finished.Select(trial => Bilog(constraint < trial.Excesses.Count ? Math.Clamp(trial.Excesses[constraint], -double.MaxValue, double.MaxValue) : median, unit))];
        // Where all miss it alike, or none does, that is all that is known.
        return (scaled, Standardize(scaled));
    }

    private static double Bilog(double excess, double unit) =>
        unit > 0 ? Math.Sign(excess) * PortableMath.Log(1 + Math.Min(Math.Abs(excess) / unit, double.MaxValue)) : excess;
}
