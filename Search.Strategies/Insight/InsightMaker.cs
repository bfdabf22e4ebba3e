namespace HyperSearch.Strategies;

/// <summary>Puts a study's insight together.</summary>
internal static class InsightMaker
{
    // A model of fewer says nothing.
    private const int FewestTrials = 3;

    public static StudyInsight Make(SearchProblem problem, IReadOnlyList<Trial> all, InsightOptions options)
    {
        var finished = InsightTrials.Finished(all);
        var space = new InsightSpace(problem.Space, finished);
        var defaults = space.CodesOf(options.Default);
        var trials = new InsightTrials(problem.Goal, finished, space.Complete(defaults));
        var insight = new StudyInsight(options.Method, trials.Count);
        if (NothingToSay(space, trials) is { } reason)
            return insight with { Sentences = [reason] };
        var model = new InsightModel(space, trials, problem.Seed);
        insight = WithImportance(insight, space, model, problem.Seed);
        if (!options.IsImportanceOnly)
        {
            insight = insight with
            {
                Tunability = Tunability.Of(space, model, trials, defaults, insight.Importance),
                Ablation = trials.Best is { } best ? AblationPath.Of(space, model, defaults, best.Point, insight.Importance) : [],
            };
        }
        return insight with { Sentences = new InsightSentences(problem.Goal, insight, trials).All() };
    }

    private static StudyInsight WithImportance(StudyInsight insight, InsightSpace space, InsightModel model, ulong seed)
    {
        if (insight.Method == ImportanceMethod.PedAnova)
            return insight with { Importance = PedAnova.Of(space, model, seed) };
        var (single, pairs) = Fanova.Of(space, model, seed);
        return insight with { Importance = single, Pairs = pairs };
    }

    private static string? NothingToSay(InsightSpace space, InsightTrials trials) =>
        space.Count == 0 ? "The study has no parameters, so none matters."
        : trials.Count == 0 ? "No trial is finished yet: there is nothing to say of the parameters."
        : trials.Scored == 0 ? "No trial has come to a value: there is nothing to say of the parameters."
        : trials.Count < FewestTrials ? $"{trials.Count} of the {FewestTrials} trials that it takes {(trials.Count == 1 ? "is" : "are")} finished: there is nothing to say of the parameters yet."
        : trials.Scale.IsFlat ? "All trials came out alike: nothing tells the parameters apart."
        : null;
}
