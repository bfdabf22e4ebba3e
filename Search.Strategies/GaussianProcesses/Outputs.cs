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

    /// <summary>The loss by one goal alone; a trial that has none counts as the worst.</summary>
    public static Outputs Goal(int goal) => (problem, finished, _) => GoalLosses(problem, finished, goal);

    /// <summary>By how much one constraint is missed; a trial of which it is not known counts as the median one.</summary>
    public static Outputs Excess(int constraint) => (_, finished, _) => Excesses(finished, constraint).Scaled;

    /// <summary>What an excess of 0 is among the outputs of <see cref="Excess"/>.</summary>
    public static double Allowed(IReadOnlyList<Trial> finished, int constraint) => Excesses(finished, constraint).Allowed;

    private static double[] GoalLosses(SearchProblem problem, IReadOnlyList<Trial> finished, int goal)
    {
        double[] losses = [.. finished.Select(trial => HasAll(problem, trial) ? problem.Goals[goal].Loss(goal == 0 ? trial.Value!.Value : trial.FurtherValues[goal - 1]) : double.NaN)];
        var worst = losses.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var largest = losses.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < losses.Length; i++)
            losses[i] = (double.IsNaN(losses[i]) ? worst : losses[i]) / (largest > 0 ? largest : 1);
        Standardize(losses);
        return losses;
    }

    // No power transform: what is gained is a volume of the losses as they are.
    private static double Standardize(double[] values)
    {
        var mean = OrderedSums.Sum(values) / Math.Max(1, values.Length);
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length));
        for (var i = 0; i < values.Length; i++)
            values[i] = deviation > 1e-12 ? (values[i] - mean) / deviation : 0;
        // What 0 has become.
        return deviation > 1e-12 ? -mean / deviation : Math.Sign(-mean);
    }

    private static bool HasAll(SearchProblem problem, Trial trial) =>
        trial.State != TrialState.Failed && trial.Value is not null && trial.FurtherValues.Count == problem.FurtherGoals.Count;

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
