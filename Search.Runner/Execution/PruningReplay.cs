using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Recomputes the answers of a study's pruner, each from what it saw at the time.</summary>
/// <remarks>
/// A pruner sees the results on record as of the last start of a trial in its process, and what the trials of that process
/// have reported. Both are recorded with each answer, so that they can be put together again, however many workers and
/// processes there were.
/// </remarks>
internal static class PruningReplay
{
    /// <summary>Compares all answers.</summary>
    /// <param name="study">The study as it is on record, with the space of its code.</param>
    /// <param name="pruner">What answered.</param>
    /// <param name="trials">All trials, by number.</param>
    /// <param name="decisions">The answers on record.</param>
    /// <param name="firstTrial">Answers about earlier trials are left out: the study was widened since.</param>
    public static PruningReplayResult Run(StudyDefinition study, IPruner pruner, IReadOnlyList<Trial> trials, IReadOnlyList<PruningDecision> decisions, int firstTrial = 0)
    {
        var log = new HistoryLog(study);
        foreach (var result in trials.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder))
            log.Add(result);
        var recomputed = 0;
        foreach (var decision in decisions.Where(decision => decision.Trial >= firstTrial).OrderBy(decision => decision.Observed).ThenBy(decision => decision.Trial).ThenBy(decision => decision.Step))
        {
            var seen = log.Live(decision.Observed, decision.Running.Select(visible => AsItRan(trials[visible.Number], visible.Measurements)));
            var trial = seen.Running.First(running => running.Number == decision.Trial);
            recomputed++;
            if (pruner.ShouldStop(trial, seen) != decision.IsStopped)
            {
                var (then, now) = decision.IsStopped ? ("stopped", "goes on") : ("went on", "is stopped");
                return new(recomputed, $"trial {decision.Trial} at step {decision.Step}, seen from {decision.Observed} results with {decision.Running.Count} trials running: {then} on record, but {now} recomputed");
            }
        }
        return new(recomputed, null);
    }

    private static Trial AsItRan(Trial trial, int measurements) => trial with
    {
        State = TrialState.Running,
        Value = null,
        Error = null,
        FinishOrder = null,
        Finished = null,
        Measurements = [.. trial.Measurements.Take(measurements)],
    };
}

/// <summary>How the replay of a pruner's answers went.</summary>
/// <param name="Decisions">How many were recomputed, the differing one included.</param>
/// <param name="Difference">The first difference; null where there is none.</param>
internal sealed record PruningReplayResult(int Decisions, string? Difference);
