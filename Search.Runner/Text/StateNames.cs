namespace HyperSearch.Runner;

/// <summary>The states of trials as the record has them: in lower case.</summary>
internal static class StateNames
{
    public static string Of(TrialState state) => state switch
    {
        TrialState.Waiting => "waiting",
        TrialState.Running => "running",
        TrialState.Complete => "complete",
        TrialState.Pruned => "pruned",
        TrialState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };

    /// <exception cref="FormatException">There is no such state.</exception>
    public static TrialState Parse(string? state) => state switch
    {
        "waiting" => TrialState.Waiting,
        "running" => TrialState.Running,
        "complete" => TrialState.Complete,
        "pruned" => TrialState.Pruned,
        "failed" => TrialState.Failed,
        _ => throw new FormatException($"A trial is waiting, running, complete, pruned or failed, but the state is '{state}'."),
    };
}
