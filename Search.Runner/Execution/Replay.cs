using Search.Core;

namespace Search.Runner;

/// <summary>Computes a study's proposals, and scores if asked, once more from its record, and compares them to the last bit.</summary>
/// <remarks>
/// That works for any number of workers and processes: the record tells which results each proposal saw, and its random
/// numbers depend on nothing but the study's seed and the trial's number.
/// </remarks>
public sealed class Replay(Study study, SearchSpace space, IStudyRecord record)
{
    /// <summary>Proposes every trial again that a strategy proposed.</summary>
    /// <returns>The first difference, or null, and how many proposals were compared up to there.</returns>
    public async Task<ReplayOutcome> ProposalsAsync(CancellationToken cancel = default)
    {
        var trials = await record.ReadAsync(cancel);
        var log = new HistoryLog(record.Study);
        foreach (var trial in trials.Where(trial => trial.IsFinished).OrderBy(trial => trial.FinishOrder).Concat(trials.Where(trial => !trial.IsFinished)))
            log.Add(trial);
        var compared = 0;
        foreach (var trial in trials.Where(trial => trial.Observed is not null))
        {
            cancel.ThrowIfCancellationRequested();
            compared++;
            var random = new RandomStream(record.Study.Seed, trial.Number, StreamPurpose.Proposal);
            if (study.Strategy.Propose(log.At(trial), ref random) is not { } proposal)
                return new(compared, $"trial {trial.Number}: on record {Text(trial.Point)}, now nothing is proposed");
            // As the record makes a proposal's values its own.
            var point = space.PointOf(space.ValuesOf(space.Complete(proposal.Point.Codes)));
            if (point != trial.Point)
                return new(compared, $"trial {trial.Number}: on record {Text(trial.Point)}, now {Text(point)}");
        }
        return new(compared, null);
    }

    /// <summary>Runs trials again, without recording anything. A pruned one is stopped where it was stopped then.</summary>
    /// <param name="numbers">Which; those that have no score are left out.</param>
    /// <param name="cancel">Stops between trials, and within one where the objective honours it.</param>
    /// <returns>The first difference, or null, and how many trials were compared up to there.</returns>
    public async Task<ReplayOutcome> ScoresAsync(IReadOnlyCollection<int> numbers, CancellationToken cancel = default)
    {
        var compared = 0;
        foreach (var trial in (await record.ReadAsync(cancel)).Where(trial => trial.Value is not null && numbers.Contains(trial.Number)))
        {
            compared++;
            var again = new ReplayedTrial(record.Study.Seed, space, trial);
            var returned = study.Run(again, cancel);
            var value = trial.State == TrialState.Pruned && again.Last is { } last ? last.Value : returned;
            if (!value.Equals(trial.Value))
                return new(compared, $"trial {trial.Number}: on record {trial.Value:R}, now {value:R}");
        }
        return new(compared, null);
    }

    private string Text(Point point) => string.Join(" ", space.ValuesOf(point).Select(pair => $"{pair.Key}={pair.Value}"));
}

/// <summary>What a replay found.</summary>
/// <param name="Compared">How many trials were compared.</param>
/// <param name="Difference">The first difference with both values; null where all are identical.</param>
public sealed record ReplayOutcome(int Compared, string? Difference);
