namespace HyperSearch.Strategies;

/// <summary>
/// Rounds without memory: what was known when a round was planned are the results that its first proposal saw, which the
/// record keeps.
/// </summary>
internal static class PlannedRound
{
    /// <summary>The results that the round which begins after trial <paramref name="first"/>−1 was planned with.</summary>
    public static IEnumerable<Trial> SeenFrom(History history, int first)
    {
        Trial? opening = null;
        foreach (var trial in Proposed(history))
        {
            if (trial.Number >= first && !(opening?.Number < trial.Number))
                opening = trial;
        }

        return history.FinishedAfter(opening is null ? history.Observed : SeenBy(opening, history));
    }

    /// <summary>
    /// How many results each round of so many trials was planned with, up to the round of the trial to be proposed. A round that
    /// has no proposal yet is planned with all there are.
    /// </summary>
    public static int[] Seen(History history, int length)
    {
        var seen = new int[history.Number / length + 1];
        var first = new int[seen.Length];
        Array.Fill(seen, history.Observed);
        Array.Fill(first, int.MaxValue);
        foreach (var trial in Proposed(history))
        {
            var round = trial.Number / length;
            if (trial.Number < first[round])
                (first[round], seen[round]) = (trial.Number, SeenBy(trial, history));
        }
        // A round of queued trials alone was never planned: it is that of the next.
        for (var round = seen.Length - 2; round >= 0; round--)
            seen[round] = Math.Min(seen[round], seen[round + 1]);
        return seen;
    }

    // How many of these results the proposal of a trial saw. In a part of a history they are fewer than it says.
    private static int SeenBy(Trial trial, History history)
    {
        var (low, high) = (0, history.Results.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (history.Results[middle].FinishOrder < trial.Observed)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static IEnumerable<Trial> Proposed(History history) =>
        history.Finished.Concat(history.Running).Where(trial => trial.Observed is not null);
}
