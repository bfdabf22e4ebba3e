using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial with what is read of it alone.</summary>
/// <param name="Trial">The trial, with its measurements.</param>
/// <param name="Log">What it has printed.</param>
/// <param name="Decisions">What the pruner answered, by step.</param>
internal sealed record PageTrial(Trial Trial, string Log, IReadOnlyList<PruningDecision> Decisions)
{
    /// <summary>Reads what belongs to a trial.</summary>
    public static async Task<PageTrial> ReadAsync(IStudyRecord record, Trial trial, CancellationToken cancel = default) =>
        new(trial, TrialLogText.Of(await record.ReadLogAsync(trial.Number, cancel)), await record.ReadDecisionsAsync(trial.Number, cancel));
}
