using SharpLearning.Optimization;

namespace HyperSearch.Strategies;

/// <summary>What an optimizer of SharpLearning is asked with: the parameters that have more than one value, and what is known of them.</summary>
internal sealed class SharpLearningProblem
{
    // Of an inactive parameter: trees take no NaN.
    private const double Inactive = -1;

    private readonly History _history;
    private readonly int[] _free;   // the places of the parameters with more than one value

    public SharpLearningProblem(History history, int trialSeed)
    {
        _history = history;
        TrialSeed = trialSeed;
        _free = [.. Enumerable.Range(0, history.Space.Count).Where(i => history.Space[i].Levels != 1)];
        Specs = [.. _free.Select(i => SpecOf(history.Space[i]))];
    }

    public int TrialSeed { get; }

    public int StudySeed => (int)(_history.Problem.Seed & int.MaxValue);

    public IParameterSpec[] Specs { get; }

    /// <summary>All results.</summary>
    public OptimizerResult[] Results
    {
        get
        {
            var observations = Observations.Of(_history);
            return [.. observations.Points.Zip(observations.Losses, (point, loss) => new OptimizerResult([.. _free.Select(i => point.IsActive(i) ? point[i] : Inactive)], loss))];
        }
    }

    /// <summary>An optimizer's answer. What it says of a parameter that was inactive where it comes from is no code: one is drawn.</summary>
    public Point PointOf(double[] answer, Point drawn)
    {
        var codes = drawn.Codes.ToArray();
        for (var k = 0; k < _free.Length; k++)
        {
            if (answer[k] >= Specs[k].Min && answer[k] <= Specs[k].Max)
                codes[_free[k]] = answer[k];
        }
        return new(codes);
    }

    /// <summary>Runs an optimizer through what is known, until it asks for a point that is not; null where it goes on asking for known ones, as
    /// particles that have met do, and all do in a space whose points are all known.</summary>
    public double[]? Replay(IOptimizer optimizer)
    {
        var known = Known();
        double[]? unknown = null;
        var left = 1_000 + 100 * _history.Number;
        var ended = false;
        try
        {
            optimizer.Optimize(codes =>
            {
                if (left-- > 0 && known.TryGetValue(_history.Space.Complete(PointOf(codes, new Point(new double[_history.Space.Count])).Codes), out var loss))
                    return new([.. codes], loss);
                unknown = left >= 0 ? [.. codes] : null;
                ended = true;
                throw new OperationCanceledException("The optimizer has asked for what is wanted, or long enough.");
            });
        }
        catch (Exception exception) when (ended && exception is OperationCanceledException or AggregateException)
        {
            // That is how it ends.
        }
        return unknown;
    }

    private Dictionary<Point, double> Known()
    {
        var observations = Observations.Of(_history);
        var losses = new Dictionary<Point, double>();
        // A trial that runs counts as a mean one until its result is there.
        foreach (var trial in _history.Running)
            losses[trial.Point] = observations.Losses.DefaultIfEmpty(0).Average();
        foreach (var (point, loss) in observations.Points.Zip(observations.Losses))
            losses[point] = loss;
        return losses;
    }

    private static MinMaxParameterSpec SpecOf(Parameter parameter) => parameter.IsCategorical
        ? new(0, parameter.Levels!.Value - 1, Transform.Linear, ParameterType.Discrete)
        : new(0, 1);
}
