namespace HyperSearch.Runner;

/// <summary>The axis of a study's scores. It leaves out scores so bad that the others would lie on one line beside them.</summary>
internal sealed class ScoreAxis
{
    // In distances of the middle score from the best one: with a worse one the axis ends at half of that.
    private const double Worst = 20, Shown = 10;

    private readonly Goal _goal;
    private readonly double _worst;

    private ScoreAxis(Goal goal, double best, double worst, string title)
    {
        (_goal, _worst) = (goal, worst);
        Axis = new(title, Math.Min(goal.Loss(best), goal.Loss(worst)), Math.Max(goal.Loss(best), goal.Loss(worst)));
    }

    public LinearAxis Axis { get; }

    /// <summary>The axis for these scores; null where there is none.</summary>
    /// <param name="goal">Which scores are good.</param>
    /// <param name="scores">All of them.</param>
    /// <param name="title">What stands beside the axis; null for the goal's metric.</param>
    public static ScoreAxis? Of(Goal goal, IEnumerable<double> scores, string? title = null)
    {
        double[] losses = [.. scores.Select(goal.Loss).Order()];
        if (losses.Length == 0)
            return null;
        var (best, distance) = (losses[0], losses[losses.Length / 2] - losses[0]);
        var isTooWide = distance > 0 && losses[^1] - best > Worst * distance;
        return new(goal, best, isTooWide ? losses.Last(loss => loss <= best + Shown * distance) : losses[^1], title ?? goal.Metric);
    }

    /// <summary>Whether a score lies beyond the axis.</summary>
    public bool IsBeyond(double score) => _goal.Loss(score) > _worst;
}
