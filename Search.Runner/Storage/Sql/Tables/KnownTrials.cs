using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What somebody knows of a study's trials.</summary>
/// <param name="Count">How many there are: all of a lower number.</param>
/// <param name="Unfinished">Those of them without a result, whose points need not be read again, by number.</param>
internal sealed record KnownTrials(int Count, IReadOnlyDictionary<int, Trial> Unfinished)
{
    public static KnownTrials Of(HistoryLog log) => new(log.Count, log.Unfinished.ToDictionary(trial => trial.Number));
}
