namespace HyperSearch.Runner;

/// <summary>Why a run ended, in one sentence for people.</summary>
public static class RunEndText
{
    /// <summary>Says why a run ended, and where it can go on, how.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="study">What was run.</param>
    /// <param name="budget">The budget that it had; null for the study's own.</param>
    public static string Of(RunOutcome outcome, Study study, Budget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(study);
        budget ??= study.Budget;
        return outcome.End switch
        {
            RunEnd.Interrupted => "Interrupted. The same command goes on from here.",
            RunEnd.AllFailed => $"Stopped: the first {outcome.Finished} trials all failed.",
            RunEnd.TooManyFailures => $"Stopped: more trials failed than the {study.Policy.MostFailures} that the study allows.",
            RunEnd.OutOfTime => "The time is used up. The same command goes on from here.",
            RunEnd.OutOfTotalTime => $"Stopped: the study's total time of {Durations.Format(budget.TotalTime ?? TimeSpan.Zero)} is used up. It goes on with a longer one (--total-time).",
            RunEnd.Flat or RunEnd.Stopped => $"Stopped: {SafeText.Line(outcome.StopReason ?? "a rule of the study has ended it")}.",
            RunEnd.AllTried => outcome.AllTried == 1
                ? "Stopped: the only combination of the space has been tried."
                : $"Stopped: all {outcome.AllTried} combinations of the space have been tried.",
            RunEnd.NothingToPropose => "Done: the strategy has no more to propose.",
            _ => budget.Trials is { } trials ? $"Done: the budget of {trials} trials is used up." : "Done: nothing is left to start.",
        };
    }
}
