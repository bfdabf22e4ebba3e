using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How far a study is: how many trials are in which state, and the best of them.</summary>
/// <param name="Study">The study as it is on record.</param>
/// <param name="Counts">How many trials stand where.</param>
/// <param name="Best">The best complete trials, best first: see <see cref="TrialRanking"/>.</param>
internal sealed record StudyReport(StudyDefinition Study, TrialCounts Counts, IReadOnlyList<Trial> Best)
{
    /// <summary>What it took from earlier studies; null where it learns from nothing.</summary>
    public EarlierReport? Earlier { get; init; }

    public static async Task<StudyReport> ReadAsync(IStudyRecord record, int best, CancellationToken cancel = default) =>
        new(record.Study, await record.CountAsync(cancel), await record.ReadBestAsync(best, cancel)) { Earlier = await EarlierReport.ReadAsync(record, cancel) };
}
