using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// A Gaussian process over configurations and steps, conditioned on what trials reported: it predicts the loss at a trial's end.
/// Swersky, Snoek, Adams: "Freeze-Thaw Bayesian Optimization", 2014, with the step as an input like any other in place of the
/// paper's exponential decay, so that curves may have any shape.
/// </summary>
/// <remarks>
/// What is kept from one prediction to the next can be computed again from the finished trials: the hyperparameters, which are
/// fitted at certain numbers of results, and the factor of the covariance. Trials that run are not looked at, but for the one
/// that is asked about. Not safe for use by several threads.
/// </remarks>
internal sealed class CurveSurrogate
{
    private const int Evaluations = 15;

    // Scores on a few hundred examples jump from epoch to epoch, more than ends do from trial to trial.
    private const double LogNoise = -4;

    // Each evaluation of a fit costs n³, each prediction n².
    private const int MostRowsToFit = 160, MostRows = 300;

    // A loss that is worse than the median by so many times what the best is better counts as that: it may be astronomical.
    private const double WorstPerBest = 10;

    // Of losses with deviation 1: no prediction is trusted to more, however smooth the curves are.
    private const double LeastDeviation = 0.02;

    private readonly FeatureMap _map;
    private readonly Hyperparameters _hyperparameters;
    private readonly CommonPrefix _resultsPrefix = new();
    private readonly CommonPrefix _trialsPrefix = new();
    private readonly List<double> _losses = []; // of the rows that the process is conditioned on
    private readonly List<int> _ends = [];      // how many rows there are up to and with each trial
    private double[]? _theta;
    private GaussianProcess? _process;
    private int _fitted;
    private int _lastStep;

    public CurveSurrogate(SearchSpace space)
    {
        Space = space;
        _map = new([.. space.Parameters, new FloatParameter("step", 0, 1)], space.IsConditional);
        _hyperparameters = new(_map, space.Count + 1, warpsInputs: true, logNoise: LogNoise);
    }

    /// <summary>The space of the configurations.</summary>
    public SearchSpace Space { get; }

    /// <summary>The last step of the longest complete trial; null where none is complete.</summary>
    public static int? LastStep(IEnumerable<Trial> finished) => finished
        .Where(trial => trial.State == TrialState.Complete && trial.Measurements.Count > 0)
        .Max(trial => (int?)trial.LastStep);

    /// <summary>How likely it is of each trial that it ends with a better loss than the best complete trial has.</summary>
    /// <param name="history">The study's trials, of which at least one is complete with measurements.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="running">A trial that is not among the finished ones, for what it has reported; null for none.</param>
    public double[] ChancesToBeatBest(History history, IReadOnlyList<Trial> trials, Trial? running = null)
    {
        var process = Update(history);
        var losses = new List<double>(_losses);
        if (running is not null)
        {
            foreach (var (point, loss) in Rows(running, _lastStep, history.Goal))
            {
                process.Append(point);
                losses.Add(loss);
            }
        }
        // The loss to beat is scaled with the others.
        losses.Add(history.Goal.Loss(history.Best!.Value!.Value));
        var y = Standardized(losses);
        process.Condition(y[..^1]);
        var noise = Hyperparameters.Noise(_theta!) + LeastDeviation * LeastDeviation;
        var chances = new double[trials.Count];
        var (means, deviations) = (new double[GaussianProcess.Lanes], new double[GaussianProcess.Lanes]);
        for (var start = 0; start < chances.Length; start += GaussianProcess.Lanes)
        {
            var ends = trials.Skip(start).Take(GaussianProcess.Lanes).Select(trial => PointAt(trial, 1)).ToArray();
            process.Predict(ends, means, deviations);
            for (var i = 0; i < ends.Length; i++)
                chances[start + i] = Normal.Cdf((y[^1] - means[i]) / Math.Sqrt(deviations[i] * deviations[i] + noise));
        }
        process.Truncate(_losses.Count);
        return chances;
    }

    // The process of the finished trials.
    private GaussianProcess Update(History history)
    {
        var theta = Theta(history);
        var lastStep = LastStep(history.Finished)!.Value;
        var trials = Kept(history.Finished, MostRows, lastStep, history.Goal);
        var known = _trialsPrefix.Update(trials);
        if (_process is null || !ReferenceEquals(theta, _theta) || lastStep != _lastStep)
        {
            (_process, _theta, _lastStep, known) = (new(_map, _hyperparameters, theta), theta, lastStep, 0);
            _ends.Clear();
        }
        _ends.RemoveRange(known, _ends.Count - known);
        var rows = known > 0 ? _ends[known - 1] : 0;
        _losses.RemoveRange(rows, _losses.Count - rows);
        _process.Truncate(rows);
        foreach (var trial in trials.Skip(known))
        {
            foreach (var (point, loss) in Rows(trial, lastStep, history.Goal))
            {
                _process.Append(point);
                _losses.Add(loss);
            }
            _ends.Add(_losses.Count);
        }
        return _process;
    }

    // Fitted to the first 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, … results.
    private double[] Theta(History history)
    {
        var shared = _resultsPrefix.Update(history.Results);
        var length = 1;
        while (Math.Max(length + 1, length * 5 / 4) <= history.Observed)
            length = Math.Max(length + 1, length * 5 / 4);
        if (_theta is not null && _fitted == length && length <= shared)
            return _theta;
        _fitted = length;
        // The newest of each trial among these: what runs, or comes later, has no say in it.
        Trial[] finished = [.. history.Results.Take(length).Reverse().DistinctBy(trial => trial.Number).Reverse()];
        var theta = _hyperparameters.Mode();
        if (LastStep(finished) is not { } lastStep)
            return theta;
        var rows = Kept(finished, MostRowsToFit, lastStep, history.Goal).SelectMany(trial => Rows(trial, lastStep, history.Goal)).ToArray();
        return MarginalLikelihood.Fit(_map, _hyperparameters, [.. rows.Select(row => row.Point)], Standardized([.. rows.Select(row => row.Loss)]), Evaluations, theta);
    }

    // All trials that reported, in their order, or where these are too many the best complete and the newest ones.
    private static Trial[] Kept(IReadOnlyList<Trial> finished, int mostRows, int lastStep, Goal goal)
    {
        var reported = finished.Where(trial => trial.State != TrialState.Failed && trial.Measurements.Count > 0).ToArray();
        var rows = reported.ToDictionary(trial => trial.Number, trial => Rows(trial, lastStep, goal).Count());
        if (rows.Values.Sum() <= mostRows)
            return reported;
        var kept = new HashSet<int>();
        var sum = 0;
        Keep(new TrialRanking(goal).Complete(reported), mostRows / 2);
        Keep(reported.Reverse(), mostRows);
        return [.. reported.Where(trial => kept.Contains(trial.Number))];

        void Keep(IEnumerable<Trial> trials, int most)
        {
            foreach (var number in trials.Select(trial => trial.Number).Where(number => !kept.Contains(number)).TakeWhile(number => sum + rows[number] <= most))
            {
                kept.Add(number);
                sum += rows[number];
            }
        }
    }

    // What a trial reported first, at steps twice as far from one to the next, and last. A complete one ends with its score.
    private static IEnumerable<(Point Point, double Loss)> Rows(Trial trial, int lastStep, Goal goal)
    {
        var next = int.MinValue;
        var curve = trial.Measurements;
        for (var i = 0; i < curve.Count; i++)
        {
            var isLast = i == curve.Count - 1;
            if (curve[i].Step < next && !isLast)
                continue;
            next = Math.Max(curve[i].Step + 1, (int)Math.Min(int.MaxValue, 2L * curve[i].Step));
            if (!isLast || trial.State != TrialState.Complete)
                yield return (PointAt(trial, Code(curve[i].Step, lastStep)), goal.Loss(curve[i].Value));
        }
        if (trial.State == TrialState.Complete)
            yield return (PointAt(trial, 1), goal.Loss(trial.Value!.Value));
    }

    private static Point PointAt(Trial trial, double step) => new([.. trial.Point.Codes, step]);

    // On a log scale, on which learning curves are close to straight.
    private static double Code(int step, int lastStep) =>
        Math.Clamp(PortableMath.Log(Math.Max(step, 1)) / PortableMath.Log(Math.Max(lastStep, 2)), 0, 1);

    private static double[] Standardized(List<double> losses)
    {
        var sorted = losses.ToArray();
        Array.Sort(sorted);
        var median = sorted[sorted.Length / 2];
        var ceiling = median > sorted[0] ? median + WorstPerBest * (median - sorted[0]) : double.PositiveInfinity;
        var largest = Math.Max(Math.Abs(sorted[0]), Math.Abs(Math.Min(sorted[^1], ceiling)));
        var y = new double[losses.Count];
        if (largest == 0)
            return y;
        var mean = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = Math.Min(losses[i], ceiling) / largest;
            mean += y[i] / y.Length;
        }
        var variance = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] -= mean;
            variance += y[i] * y[i] / y.Length;
        }
        var deviation = Math.Sqrt(variance);
        for (var i = 0; i < y.Length; i++)
            y[i] = deviation > 1e-12 ? y[i] / deviation : 0;
        return y;
    }
}
