namespace HyperSearch.Strategies;

/// <summary>
/// The surrogate model: the process of a history. The hyperparameters are a chain: those fitted to the first n results start the
/// fit to the next length of the <see cref="FitSchedule"/>, so that they depend on the results alone and can be found again from them. What is
/// kept from one proposal to the next is this chain and the factor of the covariance.
/// </summary>
/// <param name="keptShare">See <see cref="PowerTransform.Apply"/>.</param>
internal sealed class GaussianProcessSurrogate(double keptShare)
{
    // The chain is close to its end by then, and each evaluation costs n³.
    private const int LongHistory = 60, Evaluations = 20, EvaluationsWhenLong = 10;

    private readonly List<(int Length, double[] Theta)> _chain = [];
    private readonly CommonPrefix _resultsPrefix = new();
    private readonly CommonPrefix _finishedPrefix = new();
    private SearchSpace? _space;
    private FeatureMap _map = null!;
    private Hyperparameters _hyperparameters = null!;
    private GaussianProcess _process = null!;
    private double[]? _theta;
    private int _conditioned;

    /// <summary>The features of the space.</summary>
    public FeatureMap Map => _map;

    /// <summary>The process of all results and running trials, and the incumbent: the lowest mean at the results.</summary>
    /// <param name="history">The study's trials.</param>
    /// <param name="observations">What all of its results say.</param>
    public (GaussianProcess Process, double Incumbent) Update(History history, Observations observations)
    {
        DropOutdated(history);
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
        return (_process, _process.Condition(PowerTransform.Apply(observations.Losses, keptShare)));
    }

    private void DropOutdated(History history)
    {
        if (!ReferenceEquals(_space, history.Space))
        {
            _space = history.Space;
            _map = new(_space);
            _hyperparameters = new(_map, _space.Count, warpsInputs: !SearchDomain.Of(_space).HasRange);
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
        var likelihood = new MarginalLikelihood(_map, _hyperparameters, _map.Values(observations.Points), PowerTransform.Apply(observations.Losses, keptShare));
        var theta = (double[])start.Clone();
        BoxLbfgs.Minimize(likelihood.Value, theta, _hyperparameters.Lower, _hyperparameters.Upper, length < LongHistory ? Evaluations : EvaluationsWhenLong);
        return theta;
    }
}
