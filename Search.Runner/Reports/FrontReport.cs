namespace HyperSearch.Runner;

/// <summary>The Pareto front of a study with several goals, and what is said of it.</summary>
/// <param name="Members">Its trials, by the first goal, best first.</param>
/// <param name="Candidates">Of how many complete trials that miss no constraint.</param>
/// <param name="Reference">The worst value of a complete trial by each goal, in the goal's own unit.</param>
/// <param name="Hypervolume">How much of the space up to there the front dominates, in the product of the goals' units.</param>
/// <param name="Knee">See <see cref="FrontKnee"/>; null where there is none.</param>
internal sealed record FrontReport(IReadOnlyList<Trial> Members, int Candidates, IReadOnlyList<double> Reference, double Hypervolume, Trial? Knee)
{
    /// <summary>What is asked of a member that is shown; none for all.</summary>
    public IReadOnlyList<TrialCondition> Preferred { get; init; } = [];

    /// <summary>The front of some trials.</summary>
    /// <param name="goals">All goals of the study, at least two.</param>
    /// <param name="candidates">Which trials may be in it.</param>
    /// <param name="all">All trials, from which the reference is.</param>
    public static FrontReport Of(IReadOnlyList<Goal> goals, IReadOnlyCollection<Trial> candidates, IEnumerable<Trial> all)
    {
        var members = ParetoFront.Of(goals, candidates);
        double[][] losses = [.. members.Select(trial => ParetoFront.Losses(goals, trial))];
        var reference = Worst(goals, all);
        var knee = FrontKnee.Of(losses);
        return new(members, candidates.Count(TrialRanking.CanBeBest), [.. reference.Select((loss, i) => goals[i].Loss(loss))],
            losses.Length == 0 ? 0 : HyperSearch.Strategies.Hypervolume.Of(losses, reference), knee is { } place ? members[place] : null);
    }

    /// <summary>What is said of it, a line each.</summary>
    /// <param name="goals">All goals of the study.</param>
    /// <param name="hasConstraints">Whether only trials that meet some can be in it.</param>
    public IEnumerable<string> Describe(IReadOnlyList<Goal> goals, bool hasConstraints)
    {
        yield return $"Pareto front: {Members.Count} of {Candidates} complete {(Candidates == 1 ? "trial" : "trials")}{(hasConstraints ? " that meet all constraints" : "")}";
        if (Members.Count == 0)
            yield break;
        yield return $"hypervolume: {Rounded(Hypervolume)}, up to the worst complete trial by each goal ({string.Join(", ", goals.Select((goal, i) => $"{goal.Metric} {Rounded(Reference[i])}"))})";
        if (Knee is not null)
            yield return $"knee: trial {Knee.Number}, farthest from the {(goals.Count == 2 ? "line" : "plane")} through the front's ends";
    }

    /// <summary>A number as people read it in a sentence.</summary>
    public static string Rounded(double number) => FormattableString.Invariant($"{number:G5}");

    // As losses. Where there is no complete trial, nothing is worse than anything.
    private static double[] Worst(IReadOnlyList<Goal> goals, IEnumerable<Trial> all)
    {
        var worst = new double[goals.Count];
        var isFirst = true;
        foreach (var losses in all.Where(trial => trial.State == TrialState.Complete).Select(trial => ParetoFront.Losses(goals, trial)))
        {
            for (var i = 0; i < worst.Length; i++)
                worst[i] = isFirst ? losses[i] : Math.Max(worst[i], losses[i]);
            isFirst = false;
        }
        return worst;
    }
}
