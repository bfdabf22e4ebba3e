using System.Globalization;
using System.Text.Json;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>The best settings of a study that runs them several times, by the mean of their runs.</summary>
/// <param name="Goal">What is looked for.</param>
/// <param name="Best">The best first.</param>
internal sealed record ReplicatesReport(Goal Goal, IReadOnlyList<ReplicatedTrials> Best)
{
    /// <summary>The best of these trials.</summary>
    public static ReplicatesReport Of(Goal goal, IReadOnlyList<Trial> trials, int best) => new(goal,
    [
        .. ReplicatedTrials.Of(trials)
            .Where(group => group.Mean is not null && group.Complete.All(trial => trial.IsFeasible))
            .OrderBy(group => goal.Loss(group.Mean!.Value)).Take(best),
    ]);

    /// <summary>The same in lines for people.</summary>
    public IEnumerable<string> Lines() => Best.Count == 0 ? [] :
    [
        "",
        $"the best by the mean {Goal.Metric} of all runs of the same settings:",
        .. Best.Select(group => string.Create(CultureInfo.InvariantCulture,
            $"  trial {group.First.Number}: {group.Mean:G6}, {group.Complete.Count()} run{(group.Complete.Count() == 1 ? "" : "s")}{(group.Deviation is { } deviation ? string.Create(CultureInfo.InvariantCulture, $", deviation {deviation:G3}") : "")}")),
    ];

    /// <summary>The same as a member of a report in JSON.</summary>
    public void Write(Utf8JsonWriter json) => json.WriteArray("by_mean", Best, group =>
    {
        json.WriteNumber("trial", group.First.Number);
        json.WriteNumber("mean", group.Mean);
        json.WriteNumber("runs", group.Complete.Count());
        json.WriteNumber("deviation", group.Deviation);
    });
}
