using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The rounds of a study and what came of each.</summary>
internal sealed record RoundsReport(StudyDefinition Study, IReadOnlyList<RoundReport> Rounds)
{
    public static async Task<RoundsReport> ReadAsync(IStudyRecord record, CancellationToken cancel = default)
    {
        var rounds = await record.ReadRoundsAsync(cancel);
        var trials = await record.ReadAsync(cancel);
        var spaces = await record.ReadSpacesAsync(cancel);
        return new(record.Study, [.. rounds.Select((round, i) =>
        {
            var next = i + 1 < rounds.Count ? rounds[i + 1].FirstTrial : int.MaxValue;
            var own = trials.Where(trial => trial.Number >= round.FirstTrial && trial.Number < next).ToArray();
            return new RoundReport(round, spaces.Last(space => space.FirstTrial <= round.FirstTrial).Parameters, own.Length,
                new TrialRanking(record.Study.Goal).Best(own));
        })]);
    }
}
