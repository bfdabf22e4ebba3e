namespace HyperSearch.Strategies;

/// <summary>A process for each goal and each constraint of a study, and what a trial is expected to gain by them.</summary>
/// <remarks>
/// The front is that of the means at the results, which takes no single value at its word where there is noise; a result is feasible where
/// the means of the constraints say so. A volume counts up to the worst of all results, so that a front whose ends are not found yet is
/// worth being extended; where the means alone are to be followed, up to a place near the front.
/// </remarks>
internal sealed class GoalProcesses
{
    private const int MostExactGoals = 3, Directions = 32;

    // What deviations are multiplied by where the means are to count.
    private const double GreedyDeviations = 0.1;

    private readonly GaussianProcessSurrogate[] _goals, _constraints;

    public GoalProcesses(SearchProblem problem)
    {
        _goals = [.. Enumerable.Range(0, problem.Goals.Count).Select(goal => new GaussianProcessSurrogate(Output.Goal(goal)))];
        _constraints = [.. Enumerable.Range(0, problem.Constraints.Count).Select(constraint => new GaussianProcessSurrogate(Output.Excess(constraint)))];
    }

    /// <summary>Whether these are the processes of such a problem.</summary>
    public bool AreFor(SearchProblem problem) => _goals.Length == problem.Goals.Count && _constraints.Length == problem.Constraints.Count;

    /// <summary>What a trial is expected to gain, and where the best results are.</summary>
    /// <param name="history">The study's trials.</param>
    /// <param name="isGreedy">Whether to follow the means almost alone.</param>
    /// <param name="random">Draws scalarizations.</param>
    public (IAcquisition Acquisition, int[] Front) Update(History history, bool isGreedy, ref RandomStream random)
    {
        var goals = _goals.Select(surrogate => surrogate.Update(history)).ToArray();
        var constraints = _constraints.Select((surrogate, c) => (surrogate.Update(history), Allowed: Output.Allowed(history.Finished, c))).ToArray();
        double[][] means = [.. Enumerable.Range(0, history.Finished.Count).Select(i => goals.Select(goal => goal.Means[i]).ToArray())];
        int[] feasible = [.. Enumerable.Range(0, means.Length).Where(i => history.Finished[i].State == TrialState.Complete && constraints.All(one => one.Item1.Means[i] <= one.Allowed))];
        int[] front = [.. Domination.Front([.. feasible.Select(i => means[i])]).Select(place => feasible[place])];
        var gain = Gain([.. front.Select(i => means[i])], means, isGreedy, ref random);
        return (new GoalsAcquisition(_goals[0].Map, [.. goals.Select(goal => goal.Process)], gain,
            [.. constraints.Select(one => (one.Item1.Process, one.Allowed))], isGreedy ? GreedyDeviations : 1), front);
    }

    private static IExpectedGain Gain(double[][] front, double[][] all, bool isGreedy, ref RandomStream random)
    {
        if (front.Length == 0)
            return new NoGain();
        if (front[0].Length == 1)
            return new LossGain(front[0][0]);
        var reference = isGreedy ? ReferencePoint.Near(front, all) : ReferencePoint.Far(all);
        return reference.Length <= MostExactGoals
            ? new HypervolumeGain(new BoxDecomposition(front, reference), reference.Length)
            : new ScalarizedGain(front, reference, Directions, ref random);
    }
}
