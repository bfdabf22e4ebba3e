using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// A table as an objective with noise: a search sees one run of a configuration, as the trial's seed draws it, and what it chose is judged
/// by the mean of all.
/// </summary>
internal sealed class NoisyTable(QualityProblem table)
{
    public string Name => table.Name;

    /// <summary>A search of so many trials: its history after the last.</summary>
    public History Search(IStrategy strategy, int seed, int trials) => QualitySearch.Of(table, strategy, seed, trials, trial =>
        RunOf(trial.Point, new((ulong)seed, trial.Number, StreamPurpose.Evaluate)) is { } value
            ? trial with { State = TrialState.Complete, Value = value }
            : QualityProblem.Failed(trial));

    /// <summary>One run of a configuration; null where the table has none.</summary>
    public double? RunOf(Point point, RandomStream random)
    {
        var runs = table.RunsOf!(point);
        return runs.Length == 0 ? null : runs[random.NextInt(runs.Length)];
    }

    /// <summary>The regret of a choice.</summary>
    public double RegretOf(Trial trial) => table.Regret(table.Value(trial.Point));

    /// <summary>Whether none of several is truly better than one of them.</summary>
    public bool IsBest(Trial one, IEnumerable<Trial> all) => all.All(other => !table.Goal.IsBetter(table.Value(other.Point), table.Value(one.Point)));
}
