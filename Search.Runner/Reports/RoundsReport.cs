using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The rounds of a study and what came of each.</summary>
internal sealed record RoundsReport(StudyDefinition Study, IReadOnlyList<RoundReport> Rounds)
{
    public static async Task<RoundsReport> ReadAsync(IStudyRecord record, CancellationToken cancel = default)
    {
        var rounds = await record.ReadRoundsAsync(cancel);
        var trials = await record.ReadAsync(cancel);
        return new(record.Study, Of(record.Study.Goal, rounds, await record.ReadSpacesAsync(cancel), trials));
    }

    /// <summary>What came of each round.</summary>
    /// <param name="goal">Which trial of a round is its best.</param>
    /// <param name="rounds">By number.</param>
    /// <param name="spaces">The spaces that the study has had: see <see cref="IStudyRecord.ReadSpacesAsync"/>.</param>
    /// <param name="trials">All trials, by number.</param>
    public static IReadOnlyList<RoundReport> Of(Goal goal, IReadOnlyList<SearchRound> rounds, IReadOnlyList<RecordedSpace> spaces, IReadOnlyList<Trial> trials)
    {
        var reports = new List<RoundReport>(rounds.Count);
        var at = 0;
        foreach (var (i, round) in rounds.Index())
        {
            var next = i + 1 < rounds.Count ? rounds[i + 1].FirstTrial : int.MaxValue;
            while (at < trials.Count && trials[at].Number < round.FirstTrial)
                at++;
            var own = new List<Trial>();
            for (; at < trials.Count && trials[at].Number < next; at++)
                own.Add(trials[at]);
            reports.Add(new(round, spaces.Last(space => space.FirstTrial <= round.FirstTrial).Parameters, own.Count, new TrialRanking(goal).Best(own)));
        }
        return reports;
    }
}
