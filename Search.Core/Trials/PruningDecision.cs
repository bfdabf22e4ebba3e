namespace HyperSearch.Core;

/// <summary>What a pruner answered after a report, and what it had seen of the study: enough to ask it once more.</summary>
/// <param name="Trial">The number of the trial that reported. It was seen with what it had reported up to the step.</param>
/// <param name="Step">The step of the report.</param>
/// <param name="IsStopped">Whether the trial was to stop.</param>
/// <param name="Observed">How many of the study's results were visible.</param>
/// <param name="Running">The trials that were seen as running, the one that reported among them.</param>
public sealed record PruningDecision(int Trial, int Step, bool IsStopped, int Observed, IReadOnlyList<VisibleTrial> Running)
{
    /// <summary>A decision, with what of a history it is to be recomputed from.</summary>
    /// <param name="trial">The trial with what it has reported.</param>
    /// <param name="isStopped">What the pruner answered.</param>
    /// <param name="seen">What it looked at: see <see cref="HistoryLog.Live()"/>.</param>
    public static PruningDecision Of(Trial trial, bool isStopped, History seen) => new(trial.Number, trial.Measurements[^1].Step, isStopped, seen.Observed,
        [.. seen.Running.Select(running => new VisibleTrial(running.Number, running.Measurements.Count))]);
}

/// <summary>How much a pruner saw of a trial that ran.</summary>
/// <param name="Number">The trial's number.</param>
/// <param name="Measurements">How many measurements, from the first.</param>
public readonly record struct VisibleTrial(int Number, int Measurements);
