namespace HyperSearch.Strategies;

/// <summary>What a Gaussian process of all trials expects where they were: the values without most of the luck of single runs.</summary>
/// <remarks>
/// Losses are warped as in a search, and the worse half of them counts as equally bad: what is asked for is the order of the best ones.
/// What the process leaves of a value is partly luck and partly what it does not know of the place, so that half of it counts.
/// </remarks>
internal static class ModelMeans
{
    private const double KeptShare = 0.5, ShareOfRest = 0.5;

    private const int MostTrials = 256, Evaluations = 25, FewestTrials = 4;

    /// <summary>The complete trials that meet all constraints, the first at each point, by their expected loss, the lowest first.</summary>
    public static IReadOnlyList<Trial> Order(SearchProblem problem, IReadOnlyList<Trial> trials)
    {
        var ranking = new TrialRanking(problem.Goal);
        var finished = InsightTrials.Finished(trials);
        Trial[] candidates = [.. ranking.Complete(finished).OrderBy(trial => trial.Number).DistinctBy(trial => trial.Point).Order(ranking)];
        var observations = Observations.Of(problem.Goal, finished);
        var order = observations.Ranking();
        int[] kept = [.. RankSample.Places(order.Length, MostTrials / 2, MostTrials).Select(place => order[place])];
        var y = PowerTransform.Apply(Array.ConvertAll(kept, i => observations.Losses[i]), KeptShare);
        if (candidates.Length < FewestTrials || Array.TrueForAll(y, value => value == y[0]))
            return candidates;
        Point[] points = [.. kept.Select(i => observations.Points[i])];
        var map = new FeatureMap(problem.Space);
        var process = GaussianProcess.Fitted(points, map, Hyperparameters.For(map, problem.Space), y, Evaluations);
        process.Condition(y);
        var own = new Dictionary<Trial, double>(ReferenceEqualityComparer.Instance);
        foreach (var (place, i) in kept.Index())
            own[finished[i]] = y[place];
        return [.. candidates.Select(trial => (Trial: trial, Mean: Expected(trial))).OrderBy(pair => pair.Mean).Select(pair => pair.Trial)];

        double Expected(Trial trial)
        {
            var mean = process.Mean(trial.Point.Codes);
            return own.TryGetValue(trial, out var value) ? mean + ShareOfRest * (value - mean) : mean;
        }
    }
}
