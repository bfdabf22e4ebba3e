namespace HyperSearch.Strategies;

/// <summary>A process for each goal and each constraint of a study, and what a trial is expected to gain by them.</summary>
/// <remarks>
/// The front is that of the means at the results, which takes no single value at its word where there is noise; a result is feasible where
/// the means of the constraints say so. The near reference is the worst of the front by each goal and a share of its range more (Ishibuchi,
/// Imada, Setoguchi, Nojima: "How to Specify a Reference Point in Hypervolume Calculation", Evolutionary Computation 26(3), 2018); of the
/// spread of all results more as long as the front is a few points. What is in the front for next to nothing does not count for it. The far
/// reference is the worst of all results, so that a front whose ends are not found yet is worth being extended.
/// </remarks>
internal sealed class GoalProcesses
{
    private const int MostExactGoals = 3, Directions = 32;

    // How far beyond the worst a reference is, as a share of the range.
    private const double Beyond = 0.1;

    // As shares of the spread of all results: what is a difference where means are compared.
    private const double ClearlyBetter = 0.05, HardlyWorse = 0.01;

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
    /// <param name="deviationScale">See <see cref="GoalsAcquisition"/>.</param>
    /// <param name="isFar">Whether the reference is far from the front.</param>
    /// <param name="random">Draws scalarizations.</param>
    public (IAcquisition Acquisition, int[] Front) Update(History history, double deviationScale, bool isFar, ref RandomStream random)
    {
        var goals = _goals.Select(surrogate => surrogate.Update(history)).ToArray();
        var constraints = _constraints.Select((surrogate, c) => (surrogate.Update(history), Allowed: Output.Allowed(history.Finished, c))).ToArray();
        double[][] means = [.. Enumerable.Range(0, history.Finished.Count).Select(i => goals.Select(goal => goal.Means[i]).ToArray())];
        int[] feasible = [.. Enumerable.Range(0, means.Length).Where(i => history.Finished[i].State == TrialState.Complete && constraints.All(one => one.Item1.Means[i] <= one.Allowed))];
        double[][] feasibleMeans = [.. feasible.Select(i => means[i])];
        var ranks = Domination.Ranks(feasibleMeans);
        int[] front = [.. feasible.Where((_, k) => ranks[k] == 0)];
        var gain = Gain([.. front.Select(i => means[i])], means, isFar, ref random);
        return (new GoalsAcquisition(_goals[0].Map, [.. goals.Select(goal => goal.Process)], gain,
            [.. constraints.Select(one => (one.Item1.Process, one.Allowed))], deviationScale), front);
    }

    private static IExpectedGain Gain(double[][] front, double[][] all, bool isFar, ref RandomStream random)
    {
        if (front.Length == 0)
            return new NoGain();
        if (front[0].Length == 1)
            return new LossGain(front[0][0]);
        var reference = isFar ? FarReference(all) : Reference(front, all);
        return reference.Length <= MostExactGoals
            ? new HypervolumeGain(new BoxDecomposition(front, reference), reference.Length)
            : new ScalarizedGain(front, reference, Directions, ref random);
    }

    /// <summary>What is still worth something is lower.</summary>
    /// <param name="front">The means of the front.</param>
    /// <param name="all">The means of all results.</param>
    internal static double[] Reference(double[][] front, double[][] all)
    {
        double[] spreads = [.. front[0].Select((_, goal) => all.Max(point => point[goal]) - all.Min(point => point[goal]))];
        double[][] clear = [.. front.Where(point => !Array.Exists(front, other => IsClearlyBetter(other, point, spreads)))];
        return [.. spreads.Select((spread, goal) =>
        {
            var (lowest, highest) = (clear.Min(point => point[goal]), clear.Max(point => point[goal]));
            return highest + Math.Max(Beyond * (highest - lowest), Math.Max(spread / clear.Length, 1e-6));
        })];
    }

    private static double[] FarReference(double[][] all) => [.. all[0].Select((_, goal) =>
    {
        var (lowest, highest) = (all.Min(point => point[goal]), all.Max(point => point[goal]));
        return highest + Beyond * (highest - lowest);
    })];

    // Better by far by one goal, and hardly worse by any.
    private static bool IsClearlyBetter(double[] one, double[] other, double[] spreads)
    {
        var (isBetter, isWorse) = (false, false);
        for (var goal = 0; goal < one.Length; goal++)
        {
            isBetter |= one[goal] < other[goal] - ClearlyBetter * spreads[goal];
            isWorse |= one[goal] > other[goal] + HardlyWorse * spreads[goal];
        }
        return isBetter && !isWorse;
    }
}
