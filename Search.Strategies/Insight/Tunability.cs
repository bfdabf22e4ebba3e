namespace HyperSearch.Strategies;

/// <summary>
/// What tuning brings over a default, as a model of the trials expects it: of each parameter alone, the others at their defaults, and of all.
/// Probst, Boulesteix, Bischl: "Tunability: Importance of Hyperparameters of Machine Learning Algorithms", JMLR 20, 2019, section 3.2.
/// </summary>
/// <remarks>
/// All together have brought what the best trial did, or the best parameter alone where that is more. A parameter that is not active at
/// the default brings nothing alone.
/// </remarks>
internal sealed class Tunability
{
    // Along a parameter that has more values.
    private const int Steps = 33;

    // In a large space, so many parameters are tuned, the most important ones.
    private const int MostTuned = 50;

    private readonly InsightSpace _space;
    private readonly InsightModel _model;
    private readonly Point[] _trials;
    private readonly double[] _defaults;
    private readonly Point _origin;
    private readonly int[] _tuned;

    private Tunability(InsightSpace space, InsightModel model, InsightTrials trials, double[] defaults, IReadOnlyList<ParameterImportance> importance)
    {
        _tuned = [.. importance.Take(MostTuned).Select(one => space.Space.IndexOf(one.Parameter)).Order()];
        (_space, _model, _trials, _defaults) = (space, model, trials.Points, defaults);
        _origin = space.Complete(defaults);
    }

    /// <summary>The gains of single parameters, the most first, and last that of all.</summary>
    /// <param name="space">The space.</param>
    /// <param name="model">A model of the trials.</param>
    /// <param name="trials">What it was made of.</param>
    /// <param name="defaults">(parameters): the codes of the default.</param>
    /// <param name="importance">How much the parameters matter, the most important first.</param>
    public static TuningGain[] Of(InsightSpace space, InsightModel model, InsightTrials trials, double[] defaults, IReadOnlyList<ParameterImportance> importance) =>
        new Tunability(space, model, trials, defaults, importance).Gains();

    private TuningGain[] Gains()
    {
        var tuned = new Point[_tuned.Length + 1];
        var least = _model.Mean(_origin);
        var best = _origin;
        for (var i = 0; i < _tuned.Length; i++)
        {
            (tuned[i], var mean) = Tuned(_tuned[i]);
            if (mean < least)
                (best, least) = (tuned[i], mean);
        }
        if (_trials.Length > 0 && _model.Mean(_trials[0]) < least)
            best = _trials[0];
        tuned[^1] = best;

        var (expected, draws) = _model.Values([_origin, .. tuned]);
        var gains = new TuningGain[tuned.Length];
        for (var i = 0; i < tuned.Length; i++)
        {
            var gain = Gain(expected, i);
            var (low, high) = tuned[i] == _origin ? (0, 0) : Interval.Around([.. draws.Select(losses => Gain(losses, i))], gain);
            gains[i] = i == _tuned.Length
                ? new(null, gain, low, high)
                : new(_space.Space[_tuned[i]].Name, gain, low, high) { Tuned = tuned[i] == _origin ? null : _space.Space[_tuned[i]].ValueOf(tuned[i][_tuned[i]]) };
        }
        return [.. gains[..^1].OrderByDescending(one => one.Gain), gains[^1]];
    }

    private double Gain(double[] losses, int tuned) => _model.Scale.Gain(_model.Scale.Value(losses[0]), _model.Scale.Value(losses[1 + tuned]));

    // The default with the best value of one parameter, and the loss that is expected there.
    private (Point Point, double Mean) Tuned(int parameter)
    {
        var (best, least) = (_origin, _model.Mean(_origin));
        if (!_origin.IsActive(parameter))
            return (best, least);
        var codes = (double[])_defaults.Clone();
        foreach (var code in Candidates(parameter))
        {
            codes[parameter] = code;
            var point = _space.Complete(codes);
            if (!_space.Domain.Allows(point))
                continue;
            var mean = _model.Mean(point);
            if (mean < least)
                (best, least) = (point, mean);
        }
        return (best, least);
    }

    // All values; of a choice of very many those that were tried, of a number as many steps.
    private IEnumerable<double> Candidates(int parameter) =>
        _space.Domain.LevelCodes(parameter) is { Length: <= SearchDomain.MostLevels } levels ? levels
        : _space.Domain.IsCategorical(parameter) ? _trials.Where(point => point.IsActive(parameter)).Select(point => point[parameter]).Distinct().Take(SearchDomain.MostLevels)
        : Enumerable.Range(0, Steps).Select(step => step / (Steps - 1.0));
}
