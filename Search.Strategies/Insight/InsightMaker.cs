namespace HyperSearch.Strategies;

/// <summary>Puts a study's insight together.</summary>
internal static class InsightMaker
{
    // A Gaussian process of fewer says nothing.
    private const int FewestTrials = 3;

    public static StudyInsight Make(SearchProblem problem, IReadOnlyList<Trial> all, InsightOptions options)
    {
        var finished = InsightTrials.Finished(all);
        Point[] points = [.. finished.Select(trial => trial.Point)];
        var space = new InsightSpace(problem.Space, points);
        var origin = space.Complete(space.CodesOf(options.Default));
        var trials = new InsightTrials(problem.Goal, finished, origin);
        var insight = new StudyInsight(options.Method, trials.Count);
        if (space.Count == 0 || trials.Scored == 0 || trials.Count < FewestTrials || trials.Scale.IsFlat)
            return insight;
        var model = new InsightModel(space, trials, problem.Seed);
        return insight with { Importance = PedAnova.Of(space, model, problem.Seed) };
    }
}
