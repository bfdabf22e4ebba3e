using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Recomputes the proposals of a study on record, each from what it saw at the time.</summary>
/// <remarks>
/// It follows the record: a result is added where the next proposal had observed it, a trial where it was proposed. So the
/// strategy is asked just what it was asked then, however many processes ran.
/// </remarks>
internal static class Replay
{
    /// <summary>Compares all proposals bit for bit.</summary>
    /// <param name="study">The study as it is on record, with the space of its code.</param>
    /// <param name="strategy">What proposed.</param>
    /// <param name="trials">All trials, by number.</param>
    /// <param name="spaces">The spaces that they were proposed in, where the study was widened: the strategy saw each as it was then.</param>
    public static ReplayResult Run(StudyDefinition study, IStrategy strategy, IReadOnlyList<Trial> trials, IReadOnlyList<RecordedSpace>? spaces = null)
    {
        var results = trials.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder).ToArray();
        var firsts = spaces?.Select(space => space.FirstTrial).ToArray() ?? [0];
        var proposals = 0;
        for (var i = 0; i < firsts.Length; i++)
        {
            var isPresent = i == firsts.Length - 1;
            var then = isPresent ? study : study with { Space = study.Space.BeforeWidening(spaces![i].Parameters) };
            var log = new HistoryLog(then);
            foreach (var trial in trials.Take(isPresent ? trials.Count : firsts[i + 1]).Select(Then))
            {
                if (trial.Number >= firsts[i] && trial.Observed is { } observed)
                {
                    while (log.Observed < observed)
                        log.Add(Then(results[log.Observed]));
                    proposals++;
                    if (Compare(then.Space, strategy, log.Next(), trial) is { } difference)
                        return new(proposals, difference);
                }
                log.Add(new Trial(trial.Number, TrialState.Running, trial.Point) { Observed = trial.Observed, ReplicateOf = trial.ReplicateOf });
            }

            Trial Then(Trial trial) => isPresent ? trial : trial with { Point = then.Space.PointOf(trial.ValuesIn(study.Space)) };
        }
        return new(proposals, null);
    }

    private static string? Compare(SearchSpace space, IStrategy strategy, History history, Trial recorded)
    {
        var where = $"trial {recorded.Number}, proposed from {recorded.Observed} results with {history.Running.Count} trials running";
        if (Proposer.Propose(strategy, history, out _) is not { } proposal)
            return $"{where}: the strategy has nothing to propose";
        var point = space.Complete(proposal.Point.Codes);
        if (point == recorded.Point)
            return null;
        var (then, now) = (space.ValuesOf(recorded.Point).ToDictionary(), space.ValuesOf(point).ToDictionary());
        var name = space.Parameters.Select(parameter => parameter.Name).First(name => then.ContainsKey(name) != now.ContainsKey(name) || (then.TryGetValue(name, out var value) && value != now[name]));
        return $"{where}: {name} is {Text(then, name)} on record, but {Text(now, name)} recomputed";
    }

    private static string Text(Dictionary<string, ParameterValue> values, string name) =>
        values.TryGetValue(name, out var value) ? value.ToString() : "inactive";
}
