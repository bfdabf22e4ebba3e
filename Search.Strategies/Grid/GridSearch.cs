using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Every combination of a few levels of each parameter, evenly spaced on the parameter's own scale; then, round by round, a
/// finer grid around the best point so far.
/// </summary>
/// <remarks>
/// A point that the study has tried is not tried again, whoever proposed it. A round begins once the one before is handed
/// out, around the best result there is by then.
/// </remarks>
/// <param name="levels">
/// How many levels, 1 to a million, a parameter has that <see cref="Axes"/> does not name. Choices have all their options.
/// </param>
public sealed class GridSearch(int levels = 5) : IStrategy
{
    // Of a larger grid, what its beginning leaves out of so many points is told, and its size before conditions.
    private const int MostListed = 100_000;

    private readonly int _levels = Require.That(levels is >= 1 and <= GridAxis.MostLevels, "1 <= levels <= 1000000", levels, nameof(levels));
    private readonly RoundCache<Grid> _grids = new();

    /// <summary>The parameters with levels of their own.</summary>
    public IReadOnlyList<GridAxis> Axes { get; init; } = [];

    /// <summary>How many grids, 1 or more, each finer than the one before; 1 for no refinement.</summary>
    public int Rounds { get; init => field = Require.That(value >= 1, "1 <= Rounds", value); } = 1;

    /// <summary>The largest grid that is begun; 1 or more.</summary>
    public long MostPoints { get; init => field = Require.That(value >= 1, "1 <= MostPoints", value); } = 10_000;

    /// <summary>
    /// Whether a study may begin whose budget does not hold all of the first grid: what comes last in it, the largest values of the first
    /// parameters, is not tried then. False refuses it at the start.
    /// </summary>
    public bool AllowPartial { get; init; }

    /// <summary>What a budget leaves out of the first grid; null where it holds all of it, or the grid is too large to begin at all.</summary>
    /// <param name="space">The study's space.</param>
    /// <param name="trials">How many trials there are.</param>
    /// <exception cref="SpaceException">An axis names an unknown parameter or a value outside its bounds.</exception>
    public PartialGrid? LeftOut(SearchSpace space, int trials)
    {
        var grid = First(space);
        if (grid.Size > MostPoints || grid.Size <= trials)
            return null;
        Point[] points = [.. grid.Points().Take(Math.Max(MostListed, trials + 1))];
        if (points.Length <= trials)
            return null;
        var never = from i in Enumerable.Range(0, space.Count)
                    let left = CodesAt(points, i).Except(CodesAt(points.Take(trials), i)).Order().ToArray()
                    where left.Length > 0
                    select KeyValuePair.Create<string, IReadOnlyList<ParameterValue>>(space[i].Name, [.. left.Select(space[i].ValueOf)]);
        return new(points.Length < MostListed ? points.Length : (long)Math.Min(grid.Size, long.MaxValue), trials, new(space.ValuesOf(points[trials])), [.. never]);
    }

    private static IEnumerable<double> CodesAt(IEnumerable<Point> points, int parameter) => points.Where(point => point.IsActive(parameter)).Select(point => point[parameter]);

    /// <summary>How many combinations the first grid has, before conditions make some of them the same.</summary>
    /// <exception cref="SpaceException">An axis names an unknown parameter or a value outside its bounds.</exception>
    public double SizeOf(SearchSpace space) => First(space).Size;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">The axes do not fit the space, or the grid is larger than <see cref="MostPoints"/>.</exception>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        // The number of the trial that tried each point first.
        var tried = new Dictionary<Point, int>();
        foreach (var trial in history.Finished.Concat(history.Running))
            tried[trial.Point] = Math.Min(trial.Number, tried.GetValueOrDefault(trial.Point, int.MaxValue));

        var grid = Planned(history.Space, 0, First(history.Space));
        var begin = 0;
        var reason = $"the first grid: {grid}";
        for (var round = 0; ; round++)
        {
            foreach (var point in grid.Points())
            {
                if (!tried.TryGetValue(point, out var number))
                    return new(point) { Note = $"round {round + 1}", Round = new(round + 1, grid.Ranges(), reason) };
                begin = Math.Max(begin, number + 1);
            }
            if (round + 1 == Rounds || new TrialRanking(history.Goal).Best(PlannedRound.ResultsBefore(history, begin)) is not { } best)
                return null;
            grid = Planned(history.Space, round + 1, grid.Around(best.Point));
            reason = $"around trial {best.Number}: {grid}";
        }
    }

    private Grid First(SearchSpace space)
    {
        foreach (var axis in Axes)
        {
            if (space.IndexOf(axis.Name) < 0 && !space.IsBeforeWidening)
                throw new SpaceException($"The grid has an axis '{axis.Name}', but the space has no such parameter. It has {string.Join(", ", space.Parameters.Select(p => p.Name))}.");
        }

        return new(space, [.. space.Parameters.Select(parameter =>
            (Axes.LastOrDefault(axis => axis.Name == parameter.Name) ?? GridAxis.Levels(parameter.Name, _levels)).CodesOf(parameter))]);
    }

    // The grid of a round, with the points it has made, where it is the one that was made before.
    private Grid Planned(SearchSpace space, int round, Grid grid)
    {
        if (grid.Size > MostPoints)
            throw new SpaceException($"The grid must have at most {nameof(MostPoints)} = {MostPoints:N0} points, but {grid} makes {grid.Size:N0}. Use fewer levels, or raise {nameof(MostPoints)}.");
        return _grids.Get(space, round, cached => cached.IsSame(grid), () => grid);
    }
}
