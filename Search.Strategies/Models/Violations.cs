namespace HyperSearch.Strategies;

/// <summary>By how much trials miss the constraints, all of them together.</summary>
internal static class Violations
{
    /// <summary>
    /// The excesses above 0 of each trial, each as a share of the largest among these trials, and summed; 0 where a trial misses none or it is not known.
    /// </summary>
    public static double[] Of(IReadOnlyList<Trial> trials)
    {
        var sums = new double[trials.Count];
        var constraints = trials.Select(trial => trial.Excesses.Count).DefaultIfEmpty(0).Max();
        for (var c = 0; c < constraints; c++)
        {
            double[] excesses = [.. trials.Select(trial => c < trial.Excesses.Count ? Math.Clamp(trial.Excesses[c], 0, double.MaxValue) : 0)];
            var largest = excesses.DefaultIfEmpty(0).Max();
            for (var i = 0; largest > 0 && i < sums.Length; i++)
                sums[i] += excesses[i] > 0 ? Math.Max(excesses[i] / largest, double.Epsilon) : 0;
        }
        return sums;
    }
}
