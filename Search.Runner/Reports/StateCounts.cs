using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How many trials are in each state, in the order and by the names that all reports have.</summary>
internal static class StateCounts
{
    public static IReadOnlyList<(string Name, int Count)> Of(TrialCounts counts) =>
    [
        (StateNames.Of(TrialState.Complete), counts.Complete),
        (StateNames.Of(TrialState.Pruned), counts.Pruned),
        (StateNames.Of(TrialState.Failed), counts.Failed),
        (StateNames.Of(TrialState.Running), counts.Running),
        (StateNames.Of(TrialState.Waiting), counts.Waiting),
    ];

    /// <summary>In one line, without those that are zero.</summary>
    public static string Describe(TrialCounts counts)
    {
        var named = Of(counts).Where(state => state.Count > 0).Select(state => $"{state.Count} {state.Name}").ToArray();
        return named.Length == 0 ? "no trials" : $"{counts.Total} trials: {string.Join(", ", named)}";
    }
}
