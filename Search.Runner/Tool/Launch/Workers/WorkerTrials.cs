using HyperSearch.Core;

namespace HyperSearch.Tool;

/// <summary>What a worker has done with trials, by the record.</summary>
/// <param name="Running">The trials that it runs.</param>
/// <param name="Results">How many results it has brought.</param>
/// <param name="Died">The trials that it ran when it was found dead.</param>
internal sealed record WorkerTrials(IReadOnlyList<int> Running, int Results, IReadOnlyList<int> Died)
{
    private const int MostShown = 5;

    /// <summary>By what the record calls the workers; those of processes that no cluster has named are under an empty name.</summary>
    public static Dictionary<string, WorkerTrials> ByWorker(IEnumerable<TrialAttempt> attempts) => attempts
        .GroupBy(NameOf, StringComparer.Ordinal)
        .ToDictionary(worker => worker.Key, Of, StringComparer.Ordinal);

    public static WorkerTrials None { get; } = new([], 0, []);

    /// <summary>Numbers of trials, the first few.</summary>
    public static string? Numbers(IReadOnlyList<int> trials) => trials.Count == 0 ? null
        : string.Join(", ", trials.Take(MostShown)) + (trials.Count > MostShown ? $" and {trials.Count - MostShown} more" : "");

    private static WorkerTrials Of(IEnumerable<TrialAttempt> attempts)
    {
        var all = attempts.ToList();
        return new(Numbers(null), all.Count(attempt => attempt.HasResult), Numbers(AttemptEnd.Died));

        List<int> Numbers(AttemptEnd? end) => [.. all.Where(attempt => attempt.End == end).Select(attempt => attempt.Trial).Distinct().Order()];
    }

    // "process 7 on host, NAME"
    private static string NameOf(TrialAttempt attempt) => attempt.Worker?.LastIndexOf(", ", StringComparison.Ordinal) is { } comma and >= 0 ? attempt.Worker[(comma + 2)..] : "";
}
