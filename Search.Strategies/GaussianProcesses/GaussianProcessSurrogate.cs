using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The surrogate model: the process of a history, with what earlier studies lead to expect as its mean. The hyperparameters are a
/// chain: those fitted to the first n results start the fit to the next length of the <see cref="FitSchedule"/>, so that they depend
/// on the results alone and can be found again from them. What is kept from one proposal to the next is this chain and the factor of
/// the covariance.
/// </summary>
/// <param name="outputs">What the process is of.</param>
internal sealed class GaussianProcessSurrogate(Outputs outputs)
{
    // The chain is close to its end by then, and each evaluation costs n³.
    private const int LongHistory = 60, Evaluations = 20, EvaluationsWhenLong = 10;

    // Every so many fits another one from the start of the chain: it may have come to where it does not get away from, such as a goal that is noise.
    private const int Restart = 5;

    private readonly List<(int Length, double[] Theta)> _chain = [];
    private readonly CommonPrefix _resultsPrefix = new();
    private readonly CommonPrefix _finishedPrefix = new();
    private SearchSpace? _space;
    private EarlierProcesses? _earlier;
    private FeatureMap _map = null!;
    private Hyperparameters _hyperparameters = null!;
    private GaussianProcess _process = null!;
    private double[]? _theta;
    private int _conditioned;

    /// <summary>The features of the space.</summary>
    public FeatureMap Map => _map;

    /// <summary>
    /// The model of all results and running trials; the incumbent: the lowest mean at the results; and which share of the
    /// spread of these means the earlier studies account for.
    /// </summary>
    /// <param name="history">The study's trials.</param>
    /// <param name="earlier">What the study learns from.</param>
    public (ISurrogate Surrogate, double Incumbent, double EarlierShare) Update(History history, EarlierProcesses earlier)
    {
        Append(history, earlier);
        var y = Outputs(history.Problem, history.Finished);
        if (_earlier!.Count == 0)
            return (_process, _process.Condition(y), 0);
        Point[] points = [.. history.Finished.Select(trial => trial.Point)];
        var expectation = EarlierExpectation.Of(_earlier, _map, _process, points, y);
        var expected = TakeOff(expectation, points, y);
        return (new ResidualProcess(expectation, _process, _map), _process.Condition(y, expected), Share(expected, y));
    }

    /// <summary>The same without earlier studies, and the mean at each result.</summary>
    /// <param name="history">The study's trials.</param>
    public (GaussianProcess Process, double[] Means) Update(History history)
    {
        Append(history, EarlierProcesses.None(history.Problem, _earlier));
        var y = Outputs(history.Problem, history.Finished);
        _process.Condition(y);
        return (_process, [.. y.Select((_, i) => _process.MeanAt(i, y))]);
    }

    // The process of all results and running trials, whose losses are still to be given.
    private void Append(History history, EarlierProcesses earlier)
    {
        DropOutdated(history, earlier);
        var theta = Theta(history);
        if (!ReferenceEquals(theta, _theta))
        {
            (_theta, _conditioned) = (theta, 0);
            _process = new(_map, _hyperparameters, theta);
        }
        _process.Truncate(Math.Min(_conditioned, history.Finished.Count));
        for (var i = _process.Count; i < history.Finished.Count; i++)
            _process.Append(history.Finished[i].Point);
        _conditioned = history.Finished.Count;
        foreach (var trial in history.Running)
            _process.Append(trial.Point);
    }

    private double[] Outputs(SearchProblem problem, IReadOnlyList<Trial> finished) => outputs(problem, finished, _earlier!.Count > 0);

    // What is expected at the results, which is taken off their losses.
    private static double[] TakeOff(EarlierExpectation expectation, IReadOnlyList<Point> points, double[] y)
    {
        double[] expected = [.. points.Select(point => expectation.At(point.Codes))];
        RowArithmetic.AddScaled(y, -1, expected);
        return expected;
    }

    private static double Share(double[] expected, double[] rest)
    {
        var (one, other) = (Spread(expected), Spread(rest));
        return one + other > 0 ? one / (one + other) : 0;

        static double Spread(double[] values)
        {
            var mean = OrderedSums.Sum(values) / values.Length;
            return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)));
        }
    }

    private void DropOutdated(History history, EarlierProcesses earlier)
    {
        if (!ReferenceEquals(_space, history.Space) || !ReferenceEquals(_earlier, earlier))
        {
            (_space, _earlier) = (history.Space, earlier);
            _map = new(_space);
            _hyperparameters = Hyperparameters.For(_map, _space);
            _chain.Clear();
            (_theta, _conditioned) = (null, 0);
        }
        var shared = _resultsPrefix.Update(history.Results);
        // A shorter history that agrees as far as it goes leaves the longer fits of the chain unproven: they are dropped.
        _chain.RemoveAll(fit => fit.Length > shared);
        _conditioned = Math.Min(_conditioned, _finishedPrefix.Update(history.Finished));
    }

    private double[] Theta(History history)
    {
        var theta = _chain.Count > 0 ? _chain[^1].Theta : _hyperparameters.Mode();
        foreach (var length in FitSchedule.Lengths(history.Observed))
        {
            if (_chain.Count > 0 && length <= _chain[^1].Length)
                continue;
            theta = Fit(history, length, theta);
            _chain.Add((length, theta));
        }
        return theta;
    }

    private double[] Fit(History history, int length, double[] start)
    {
        var finished = history.FinishedAfter(length);
        Point[] points = [.. finished.Select(trial => trial.Point)];
        var y = Outputs(history.Problem, finished);
        if (_earlier!.Count > 0)
            TakeOff(EarlierExpectation.Of(_earlier, _map, GaussianProcess.Of(points, _map, _hyperparameters, start), points, y), points, y);
        return _chain.Count % Restart == Restart - 1
            ? MarginalLikelihood.Fit(_map, _hyperparameters, points, y, Evaluations, start, _hyperparameters.Mode())
            : MarginalLikelihood.Fit(_map, _hyperparameters, points, y, length < LongHistory ? Evaluations : EvaluationsWhenLong, start);
    }
}
