using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The surrogate model: the process of a history, with what earlier studies lead to expect as its mean. The hyperparameters are a
/// chain: those fitted to the first n results start the fit to the next length of the <see cref="FitSchedule"/>, so that they depend
/// on the results alone and can be found again from them. What is kept from one proposal to the next is this chain and the factor of
/// the covariance.
/// </summary>
/// <param name="keptShare">See <see cref="PowerTransform.Apply"/>.</param>
internal sealed class GaussianProcessSurrogate(double keptShare)
{
    // The chain is close to its end by then, and each evaluation costs n³.
    private const int LongHistory = 60, Evaluations = 20, EvaluationsWhenLong = 10;

    // Who learns from earlier studies has good trials from the start, of which more are worth telling apart.
    private const double LeastKeptShareWithEarlier = 0.75;

    private readonly List<(int Length, double[] Theta)> _chain = [];
    private readonly CommonPrefix _resultsPrefix = new();
    private readonly CommonPrefix _finishedPrefix = new();
    private SearchSpace? _space;
    private EarlierProcesses _earlier = null!;
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
    /// <param name="observations">What all of its results say.</param>
    /// <param name="earlier">What the study learns from.</param>
    public (ISurrogate Surrogate, double Incumbent, double EarlierShare) Update(History history, Observations observations, EarlierProcesses earlier)
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
        var y = Losses(observations);
        if (_earlier.Count == 0)
            return (_process, _process.Condition(y), 0);
        var expectation = EarlierExpectation.Of(_earlier, _map, _process, observations.Points, y);
        var expected = TakeOff(expectation, observations, y);
        return (new ResidualProcess(expectation, _process, _map), _process.Condition(y, expected), Share(expected, y));
    }

    private double[] Losses(Observations observations) =>
        PowerTransform.Apply(observations.Losses, _earlier.Count == 0 ? keptShare : Math.Max(keptShare, LeastKeptShareWithEarlier));

    // What is expected at the results, which is taken off their losses.
    private static double[] TakeOff(EarlierExpectation expectation, Observations observations, double[] y)
    {
        double[] expected = [.. observations.Points.Select(point => expectation.At(point.Codes))];
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
        var observations = Observations.Of(history, length);
        var y = Losses(observations);
        if (_earlier.Count > 0)
            TakeOff(EarlierExpectation.Of(_earlier, _map, GaussianProcess.Of(observations.Points, _map, _hyperparameters, start), observations.Points, y), observations, y);
        return MarginalLikelihood.Fit(_map, _hyperparameters, observations.Points, y, start, length < LongHistory ? Evaluations : EvaluationsWhenLong);
    }
}
