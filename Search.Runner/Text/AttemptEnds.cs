using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How attempts end, as the record has it.</summary>
internal static class AttemptEnds
{
    public const string Died = "died", Interrupted = "interrupted", ByHand = "by hand";

    public static AttemptEnd Parse(string how) => how switch
    {
        Died => AttemptEnd.Died,
        Interrupted => AttemptEnd.Interrupted,
        ByHand => AttemptEnd.ByHand,
        _ => Of(StateNames.Parse(how)),
    };

    /// <summary>How an attempt ended that led to a result.</summary>
    public static AttemptEnd Of(TrialState state) => state switch
    {
        TrialState.Complete => AttemptEnd.Complete,
        TrialState.Pruned => AttemptEnd.Pruned,
        TrialState.Failed => AttemptEnd.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A trial that is not finished has no result."),
    };

    public static string Name(AttemptEnd? end) => end switch
    {
        null => "running",
        AttemptEnd.Died => Died,
        AttemptEnd.Interrupted => Interrupted,
        AttemptEnd.ByHand => ByHand,
        { } result => result.ToString().ToLowerInvariant(),
    };
}
