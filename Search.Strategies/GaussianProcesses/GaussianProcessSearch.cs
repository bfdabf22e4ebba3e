using System.Diagnostics.CodeAnalysis;
using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Bayesian optimization with a Gaussian process: Matérn 5/2 with a length scale per feature, warped outputs as in HEBO
/// (Cowen-Rivers et al., JAIR 74, 2022), and the trial with the largest log expected improvement (Ament et al. 2023).
/// </summary>
/// <remarks>
/// Inputs are warped, as in HEBO, where all parameters have few values. In ranges, two more hyperparameters per number are more than the
/// first hundred trials can tell: without them the regret is lower from the start.
/// The acquisition is maximized around the best trials by local search over the values of discrete parameters and, where some
/// are continuous, by L-BFGS along their gradients from several starts. A study that learns from earlier ones starts with trials
/// of theirs (<see cref="Portfolio"/>), and has what they lead to expect as the mean of its process (<see cref="EarlierExpectation"/>).
/// With several goals or with constraints there is a process for each of them, and the trial is the one with the largest log expected
/// hypervolume improvement (Daulton et al. 2020) times the probability that it meets the constraints: see <see cref="GoalProcesses"/>.
/// </remarks>
public sealed class GaussianProcessSearch : IStrategy
{
    private const int GradientStarts = 4, GradientEvaluations = 20;

    // What earlier studies say of the whole space is worth a look at all of it, and at their best trials.
    private const int GlobalPointsWithEarlier = 1000, BestOfEarlier = 20;

    // This trial is one of the initial design where there are earlier studies: the others stay where these say that it is good,
    // so that nothing else would tell that they mislead.
    private const int SpreadTrial = 10;

    // Around how many trials of the front a proposal looks.
    private const int MostCenters = 10;

    private readonly TriedPoints _tried = new();
    private EarlierProcesses? _earlier;
    private GaussianProcessSurrogate? _surrogate;
    private GoalProcesses? _processes;

    /// <inheritdoc/>
    public bool LearnsFromEarlierStudies => true;

    /// <summary>How many trials are spread evenly, or taken from earlier studies, before the first model; 0 or more.</summary>
    public int StartupTrials { get; init => field = Require.That(value >= 0, "0 <= StartupTrials", value); } = 5;

    /// <summary>Which share of the losses, the lowest, the model tells apart; the others count as equally bad. In (0, 1].</summary>
    public double KeptShare { get; init => field = Require.That(value is > 0 and <= 1, "0 < KeptShare <= 1", value); } = 0.5;

    /// <summary>
    /// How many random points of the whole space compete with the neighbourhood of the best trials, 0 or more; by default 256
    /// where a parameter is continuous, none where all are discrete. At least 1,000 where there are earlier studies.
    /// </summary>
    public int? GlobalPoints { get; init => field = Require.That(value is null or >= 0, "0 <= GlobalPoints", value); }

    /// <summary>
    /// Whether a trial goes where the predicted mean is best, whatever the model does not know: pure exploitation. False for the
    /// largest expected improvement.
    /// </summary>
    public bool IsGreedy { get; init; }

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _tried.Update(history);
        var learns = Learns(history.Problem);
        if (IsStart(history) && FromPortfolio(_earlier, domain, ref random) is { } earlier)
            return earlier;
        var spread = learns && history.Number == SpreadTrial ? SpreadTrial + 1 : StartupTrials;
        if (InitialDesign.Next(history, _tried, spread, FitSchedule.FewestResults, ref random) is { } start)
            return new(domain.ImputeInactive(start, ref random)) { Note = InitialDesign.Note };

        return history.Problem.HasOneLoss ? ByLoss(history, domain, learns, ref random) : ByGoals(history, domain, ref random);
    }

    private Proposal ByLoss(History history, SearchDomain domain, bool learns, ref RandomStream random)
    {
        _surrogate ??= new(Output.Loss(KeptShare));
        var (surrogate, incumbent, earlierShare) = _surrogate.Update(history, _earlier!);
        var acquisition = new LossAcquisition(surrogate, _surrogate.Map, incumbent, IsGreedy);
        var search = new LocalSearch(domain, _tried, acquisition.Score);
        var globalPoints = GlobalPoints ?? (domain.HasContinuous ? 256 : 0);
        if (learns)
        {
            search.Score(BestTrials(_earlier!, domain, ref random));
            globalPoints = Math.Max(globalPoints, GlobalPointsWithEarlier);
        }
        Maximize(search, acquisition, domain, search.ScoreInitial(Observations.Of(history), globalPoints, ref random), ref random);
        if (search.Best is not { } best)
            return Untried(domain, ref random);
        var note = IsGreedy ? "lowest mean" : $"log expected improvement {best.Score:F1}";
        return new(new Point(best.Codes)) { Note = learns ? $"{note}, earlier studies weigh {100 * earlierShare:F0} %" : note };
    }

    private Proposal ByGoals(History history, SearchDomain domain, ref RandomStream random)
    {
        if (_processes?.AreFor(history.Problem) != true)
            _processes = new(history.Problem);
        // Every other trial where the front may be extended, and in between where the means say that it is improved.
        var isGreedy = IsGreedy || history.Number % 2 == 1;
        var (acquisition, front) = _processes.Update(history, isGreedy, ref random);
        var search = new LocalSearch(domain, _tried, acquisition.Score);
        var candidates = search.ScoreAround(Centers(history, front, ref random), GlobalPoints ?? 256, ref random);
        Maximize(search, acquisition, domain, candidates, ref random);
        if (search.Best is not { } best)
            return Untried(domain, ref random);
        var gain = front.Length == 0 ? "log probability of being feasible" : history.Problem.FurtherGoals.Count == 0 ? "log expected improvement" : "log expected hypervolume improvement";
        return new(new Point(best.Codes)) { Note = $"{gain} {best.Score:F1}{(isGreedy ? ", by the means" : "")}" };
    }

    // Some of the front, the others at the next proposals; where there is none, the trials that miss the constraints least.
    private static Point[] Centers(History history, int[] front, ref RandomStream random)
    {
        if (front.Length == 0)
            front = [.. Observations.Of(history).Ranking().Take(MostCenters)];
        random.Shuffle<int>(front);
        return [.. front.Take(MostCenters).Select(i => history.Finished[i].Point)];
    }

    private static void Maximize(LocalSearch search, IAcquisition acquisition, SearchDomain domain, List<Candidate> candidates, ref RandomStream random)
    {
        if (domain.HasContinuous)
        {
            var codes = new List<double[]>();
            foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score).Take(GradientStarts))
                codes.Add(Ascend(acquisition, domain, candidate));
            candidates = [.. search.Score(codes)];
        }
        if (domain.HasLevels)
            search.ScoreNeighbours(candidates, ref random);
    }

    private Proposal Untried(SearchDomain domain, ref RandomStream random) => new(domain.ImputeInactive(_tried.DrawUntried(domain, ref random), ref random));

    /// <summary>Whether earlier studies say something of the problem.</summary>
    [MemberNotNull(nameof(_earlier))]
    internal bool Learns(SearchProblem problem) => (_earlier = EarlierProcesses.Of(problem, _earlier)).Count > 0;

    private bool IsStart(History history) => history.Number < StartupTrials || history.Finished.Count < FitSchedule.FewestResults;

    // The next trial of the portfolio; null where all were tried.
    private Proposal? FromPortfolio(EarlierProcesses earlier, SearchDomain domain, ref RandomStream random)
    {
        foreach (var (blank, study) in earlier.ToTry)
        {
            var point = domain.ImputeInactive(blank, ref random);
            var complete = domain.Complete(point.Codes.ToArray());
            if (!_tried.Contains(complete) && domain.Allows(complete))
                return new(point) { Note = Portfolio.Note + study };
        }
        return null;
    }

    private static List<double[]> BestTrials(EarlierProcesses earlier, SearchDomain domain, ref RandomStream random)
    {
        var codes = new List<double[]>();
        foreach (var fit in earlier.Fits)
        {
            foreach (var point in fit.Points.Take(BestOfEarlier))
                codes.Add(domain.ImputedCodes(point, ref random));
        }
        return codes;
    }

    // The numbers of the candidate moved along the gradient, as if all were continuous; the others as they are.
    private static double[] Ascend(IAcquisition acquisition, SearchDomain domain, Candidate candidate)
    {
        var map = acquisition.Map;
        var codes = candidate.Point.Codes.ToArray();
        var moving = Enumerable.Range(0, map.Numbers).Where(f => !double.IsNaN(codes[map.ParameterOf(f)]) && domain.LevelCodes(map.ParameterOf(f)) is null).ToArray();
        var byNumber = new double[map.Numbers];
        var x = moving.Select(f => codes[map.ParameterOf(f)]).ToArray();
        BoxLbfgs.Minimize(NegativeScore, x, new double[x.Length], [.. x.Select(_ => 1.0)], GradientEvaluations);
        var moved = (double[])candidate.Codes.Clone();
        for (var i = 0; i < x.Length; i++)
            moved[map.ParameterOf(moving[i])] = x[i];
        return moved;

        double NegativeScore(double[] at, double[] gradient)
        {
            for (var i = 0; i < at.Length; i++)
                codes[map.ParameterOf(moving[i])] = at[i];
            var score = acquisition.Score(codes, byNumber);
            for (var i = 0; i < at.Length; i++)
                gradient[i] = -byNumber[moving[i]];
            return -score;
        }
    }
}
