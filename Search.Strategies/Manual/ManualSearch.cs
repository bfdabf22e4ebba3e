namespace HyperSearch;

/// <summary>Settings that somebody wrote down, in their order.</summary>
/// <remarks>
/// A setting is due until the study has a trial at its point, whoever proposed that one; a setting that stands twice is due
/// twice. So the list may grow between runs. One that the study forbids is left out (<see cref="RejectionsIn"/>).
/// </remarks>
/// <param name="settings">The list. A parameter that a setting leaves out has its default, else the middle of its range.</param>
public sealed class ManualSearch(params IReadOnlyList<Setting> settings) : IStrategy
{
    private (SearchSpace Space, Point?[] Points)? _cache;

    /// <inheritdoc/>
    public bool RepeatsPoints => true;

    /// <summary>
    /// The values of parameters that a setting leaves out. An unknown name, or a value that its parameter cannot take, is refused when a
    /// run starts.
    /// </summary>
    public Setting Defaults { get; init; } = [];

    /// <summary>The settings that are never tried, since the study forbids them: each with its number, from 1, and the reason.</summary>
    /// <exception cref="SpaceException">A setting names an unknown parameter or a value outside its bounds.</exception>
    public IEnumerable<(int Number, Setting Setting, string Reason)> RejectionsIn(SearchSpace space)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            if (Complete(space, settings[i], i) is { } point && space.RejectionOf(point) is { } reason)
                yield return (i + 1, settings[i], reason);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SpaceException">A setting names an unknown parameter or a value outside its bounds.</exception>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var points = Points(history.Space);
        var tried = history.Finished.Concat(history.Running).CountBy(trial => trial.Point).ToDictionary();
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is not { } point)
                continue;
            var left = tried.GetValueOrDefault(point);
            if (left == 0)
                return new(point) { Note = $"setting {i + 1} of {points.Length}" };
            tried[point] = left - 1;
        }
        return null;
    }

    private Point?[] Points(SearchSpace space)
    {
        if (_cache is { } cache && cache.Space == space)
            return cache.Points;
        var points = settings.Select((setting, i) => Complete(space, setting, i) is { } point && space.RejectionOf(point) is null ? point : default(Point?)).ToArray();
        _cache = (space, points);
        return points;
    }

    // Null for a setting that can have been added only after the space was widened.
    private Point? Complete(SearchSpace space, Setting setting, int index)
    {
        try
        {
            return space.Complete(setting.WithDefaults(space.IsBeforeWidening ? new(Defaults.Where(pair => space.IndexOf(pair.Key) >= 0)) : Defaults));
        }
        catch (SpaceException) when (space.IsBeforeWidening)
        {
            return null;
        }
        catch (SpaceException exception)
        {
            throw new SpaceException($"Setting {index + 1} ({setting}): {exception.Message}", exception);
        }
    }
}
