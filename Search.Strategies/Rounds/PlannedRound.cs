namespace HyperSearch.Strategies;

/// <summary>
/// Rounds without memory: what was known when a round was planned are the results that its first proposal saw, which the
/// record keeps.
/// </summary>
internal static class PlannedRound
{
    /// <summary>The results that the round which begins after trial <paramref name="first"/>−1 was planned with.</summary>
    public static IEnumerable<Trial> ResultsBefore(History history, int first)
    {
        Trial? opening = null;
        foreach (var trial in Proposed(history))
        {
            if (trial.Number >= first && !(opening?.Number < trial.Number))
                opening = trial;
        }

        return history.FinishedAfter(opening is null ? history.Observed : ObservedBy(opening, history));
    }

    /// <summary>
    /// How many results each round of so many trials was planned with, up to the round of the trial to be proposed. A round that
    /// has no proposal yet is planned with all there are.
    /// </summary>
    public static int[] ObservedByRound(History history, int length)
    {
        var observed = new int[history.Number / length + 1];
        var first = new int[observed.Length];
        Array.Fill(observed, history.Observed);
        Array.Fill(first, int.MaxValue);
        foreach (var trial in Proposed(history))
        {
            var round = trial.Number / length;
            if (trial.Number < first[round])
                (first[round], observed[round]) = (trial.Number, ObservedBy(trial, history));
        }
        // A round of queued trials alone was never planned: it is that of the next.
        for (var round = observed.Length - 2; round >= 0; round--)
            observed[round] = Math.Min(observed[round], observed[round + 1]);
        return observed;
    }

    // How many of these results the proposal of a trial had observed. In a part of a history they are fewer than it says.
    private static int ObservedBy(Trial trial, History history)
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
