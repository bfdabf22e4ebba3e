using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a person may do about a trial, and what the record then says.</summary>
internal static class CorrectionRules
{
    private const string Unchanged = "Nothing was changed.";

    public static string TrialNotFound(string study, int number) => $"Study '{study}' has no trial {number}. {Unchanged}";

    /// <summary>Why a trial in its state cannot be corrected so; null where it can.</summary>
    /// <param name="correction">What is wanted.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="holder">The live process that runs it, in words; null where there is none.</param>
    public static string? ObjectionTo(TrialCorrection correction, Trial trial, string? holder) => (correction, trial.State) switch
    {
        (TrialCorrection.Fail, TrialState.Failed) => $"Trial {trial.Number} has failed already. {Unchanged}",
        (TrialCorrection.Requeue, TrialState.Waiting) => $"Trial {trial.Number} waits already: the next run takes it up. {Unchanged}",
        (TrialCorrection.Requeue, TrialState.Running) when holder is not null =>
            $"Trial {trial.Number} runs in {holder}. Wait for it to end, or end it with Ctrl-C, after which it waits, or record it as failed first. {Unchanged}",
        (TrialCorrection.Skip, TrialState.Running) when holder is not null =>
            $"Only a trial that waits can be skipped, but trial {trial.Number} runs in {holder}. Record it as failed instead. {Unchanged}",
        (TrialCorrection.Skip, TrialState.Complete or TrialState.Pruned or TrialState.Failed) =>
            $"Only a trial that waits can be skipped, but trial {trial.Number} {DescribeState(trial)}. {Unchanged}",
        _ => null,
    };

    /// <summary>What the record says of a trial that a person ended.</summary>
    public static string ErrorText(TrialCorrection correction, string? reason)
    {
        var what = correction == TrialCorrection.Skip ? "Skipped by hand" : "Failed by hand";
        return string.IsNullOrWhiteSpace(reason) ? $"{what}." : $"{what}: {reason}";
    }

    /// <summary>How a trial stands, after its number.</summary>
    public static string DescribeState(Trial trial) => trial.State switch
    {
        TrialState.Waiting => "waits",
        TrialState.Running => "runs",
        TrialState.Failed => "has failed",
        _ => $"is {StateNames.Of(trial.State)}",
    };
}
