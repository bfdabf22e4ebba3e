namespace HyperSearch.Strategies;

/// <summary>What trials came to by each goal of a study, turned so that lower is better.</summary>
internal static class GoalLosses
{
    /// <summary>Whether a finished trial has a value by every goal.</summary>
    public static bool AreKnown(SearchProblem problem, Trial trial) =>
        trial.State != TrialState.Failed && trial.Value is not null && trial.FurtherValues.Count == problem.FurtherGoals.Count;

    /// <summary>(trials)(goals): the losses, each goal's divided by its largest magnitude, so that arithmetic on them stays finite.</summary>
    /// <param name="problem">The study's problem.</param>
    /// <param name="trials">Trials that have a value by every goal.</param>
    public static double[][] Of(SearchProblem problem, IReadOnlyList<Trial> trials)
    {
        var goals = problem.Goals;
        double[][] losses = [.. trials.Select(trial => ParetoFront.Losses(goals, trial))];
        for (var goal = 0; goal < goals.Count; goal++)
        {
            var largest = losses.Select(loss => Math.Abs(loss[goal])).DefaultIfEmpty(0).Max();
            for (var i = 0; largest > 0 && i < losses.Length; i++)
                losses[i][goal] /= largest;
        }
        return losses;
    }
}
