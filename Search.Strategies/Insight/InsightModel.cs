namespace HyperSearch.Strategies;

/// <summary>
/// What the trials lead to expect everywhere: a Gaussian process with a constant mean, and functions drawn from it, which differ by what
/// the trials leave open.
/// </summary>
/// <remarks>
/// On real tables it explains 100 trials better than a forest does, those of a search above all, which crowd where the score is good:
/// a Gaussian process does not take their average for that of the space.
/// </remarks>
internal sealed class InsightModel
{
    /// <summary>How many functions are drawn: intervals are between the second and the last but one at either end.</summary>
    public const int Draws = 32;

    private const int Waves = 64, Evaluations = 15;

    // Each evaluation costs as much per feature as per trial.
    private const int ManyFeatures = 100, EvaluationsWithManyFeatures = 5;

    private readonly FunctionDraws _functions;
    private readonly double[] _basis;

    /// <param name="space">The space.</param>
    /// <param name="trials">Trials that differ.</param>
    /// <param name="seed">The study's.</param>
    public InsightModel(InsightSpace space, InsightTrials trials, ulong seed)
    {
        Scale = trials.Scale;
        var map = new FeatureMap(space.Space.Parameters, space.IsConditional);
        var hyperparameters = new Hyperparameters(map, space.Count, warpsInputs: !space.Domain.HasRange);
        var process = GaussianProcess.Fitted(trials.Points, map, hyperparameters, Scale.Y, map.Count > ManyFeatures ? EvaluationsWithManyFeatures : Evaluations);
        var random = new RandomStream(seed, 0, StreamPurpose.Insight);
        _functions = new(process, trials.Points, Scale.Y, Draws, Waves, ref random);
        _basis = new double[_functions.Size];
    }

    /// <summary>From losses as the model has them to scores.</summary>
    public MetricScale Scale { get; }

    /// <summary>The loss that is expected at a point.</summary>
    public double Mean(Point point) => _functions.MeanAt(point.Codes);

    /// <summary>What is expected at some points, and the drawn functions there: (points) and [draw](points).</summary>
    public (double[] Expected, double[][] Draws) Values(IReadOnlyList<Point> points)
    {
        var expected = new double[points.Count];
        var draws = new double[Draws][];
        for (var d = 0; d < Draws; d++)
            draws[d] = new double[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            _functions.Basis(points[i].Codes, _basis);
            expected[i] = _functions.Mean(_basis);
            for (var d = 0; d < Draws; d++)
                draws[d][i] = _functions.Value(d, _basis);
        }
        return (expected, draws);
    }
}
