using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Sequential model-based optimization with a random forest and expected improvement, for spaces of choices and conditions.
/// Hutter, Hoos, Leyton-Brown: "Sequential Model-Based Optimization for General Algorithm Configuration", LION 5, 2011.
/// </summary>
/// <remarks>
/// Each proposal grows its own forest. Running trials are taken to come out as a first forest predicts, and a second one is
/// grown with them. Every <see cref="RandomEvery"/>-th trial is random, as in the paper, so that no region is left out.
/// </remarks>
public sealed class ForestSearch : IStrategy
{
    private const int GlobalPoints = 200;
    private const double KeptShare = 0.5;

    private readonly TriedPoints _tried = new();

    /// <summary>How many trials are spread evenly before the first model; 0 or more.</summary>
    public int StartupTrials { get; init => field = Require.That(value >= 0, "0 <= StartupTrials", value); } = 8;

    /// <summary>Each trial whose number is a multiple of this one is random; 1 or more.</summary>
    public int RandomEvery { get; init => field = Require.That(value >= 1, "1 <= RandomEvery", value); } = 10;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _tried.Update(history);
        if (InitialDesign.Next(history, _tried, StartupTrials, fewestResults: 2, ref random) is { } start)
            return new(domain.ImputeInactive(start, ref random)) { Note = InitialDesign.Note };
        if (history.Number % RandomEvery == 0)
            return new(domain.ImputeInactive(_tried.DrawUntried(domain, ref random), ref random)) { Note = "random" };

        var observations = Observations.Of(history);
        var y = PowerTransform.Apply(observations.Losses, KeptShare);
        var forest = Grow(history, observations, y, ref random);
        var incumbent = y.Min();
        var search = new LocalSearch(domain, _tried, (points, scores) =>
        {
            for (var i = 0; i < points.Length; i++)
            {
                var (mean, deviation) = forest.Predict(points[i]);
                scores[i] = LogExpectedImprovement.At(mean, deviation, incumbent).Value;
            }
        });
        var candidates = search.ScoreInitial(observations, GlobalPoints, ref random);
        search.ScoreNeighbours(candidates, ref random);
        return search.Best is { } found
            ? new(new Point(found.Codes)) { Note = $"log expected improvement {found.Score:F1}" }
            : new(domain.ImputeInactive(_tried.DrawUntried(domain, ref random), ref random));
    }

    private static RandomForest Grow(History history, Observations observations, double[] y, ref RandomStream random)
    {
        var map = new FeatureMap(history.Space);
        var forest = new RandomForest(map, observations.Points, y, ref random);
        if (history.Running.Count == 0)
            return forest;
        Point[] running = [.. history.Running.Select(trial => trial.Point)];
        return new(map, [.. observations.Points, .. running], [.. y, .. running.Select(point => forest.Predict(point).Mean)], ref random);
    }
}
