namespace HyperSearch.Runner;

/// <summary>Who may tell of a trial that was asked for by another process.</summary>
internal static class LeaseRules
{
    private const string Unchanged = "Nothing was changed.";

    /// <summary>Why a trial may not be told of; null where it may.</summary>
    /// <param name="holder">The trial, and who holds it.</param>
    /// <param name="token">What the answer to <c>ask</c> named; null where who tells does not say.</param>
    /// <remarks>
    /// Without a token the trial's present holder is meant. That is refused where another caller had the trial before whose lease ran
    /// out: it might be that one who tells.
    /// </remarks>
    public static string? ObjectionTo(TrialHolder holder, LeaseToken? token)
    {
        var trial = holder.Trial;
        var isLeased = holder.Identity is { IsProcess: false };
        if (token is not null && holder.Token != token)
            return $"It is too late to tell of trial {trial.Number} under the token {token}: its lease ran out, or it was given back or ended by hand, and now it {CorrectionRules.DescribeState(trial)}{By(holder)}. What was told is discarded.";
        if (trial.IsFinished)
        {
            return isLeased
                ? $"Trial {trial.Number} was told before, or ended by hand: it {Result(trial)}. {Unchanged}"
                : $"Trial {trial.Number} {Result(trial)} already{By(holder)}. {Unchanged}";
        }
        if (trial.State == TrialState.Waiting)
            return $"Trial {trial.Number} waits: nobody has asked for it, or it was given back, or its lease ran out. {Unchanged}";
        if (!isLeased)
            return $"Trial {trial.Number} runs in {holder.Identity}: only trials that `ask` has handed out can be told of. {Unchanged}";
        return token is null && holder.HadOthers
            ? $"Trial {trial.Number} was asked for more than once, since a lease ran out. Say by --token TOKEN, which `ask` has printed, of which of these you tell. {Unchanged}"
            : null;
    }

    private static string By(TrialHolder holder) => holder.Identity is { } identity ? $", held by {identity}" : "";

    private static string Result(Trial trial) => trial.Value is { } value
        ? FormattableString.Invariant($"{CorrectionRules.DescribeState(trial)} with {value:R}")
        : CorrectionRules.DescribeState(trial);
}
