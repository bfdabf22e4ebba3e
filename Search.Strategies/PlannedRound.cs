using Search.Core;

namespace Search.Strategies;

/// <summary>Rounds without memory: what was known when a round was planned can be read off the trials it proposed.</summary>
internal static class PlannedRound
{
    /// <summary>
    /// The results that the round from trial <paramref name="first"/> on was planned with: those that its first proposal saw,
    /// which are all there are where that proposal is the one to be made now.
    /// </summary>
    public static IReadOnlyList<Trial> Seen(History history, int first)
    {
        Trial? opening = null;
        foreach (var trial in history.Finished.Concat(history.Running))
            if (trial.Observed is not null && trial.Number >= first && !(opening?.Number < trial.Number))
                opening = trial;
        return [.. history.Finished.Take(opening?.Observed ?? history.Finished.Count)];
    }
}
