using Search.Core;

namespace Search.Runner;

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

    public static TrialState Parse(string state) => Enum.Parse<TrialState>(state, ignoreCase: true);
}
