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

    /// <summary>What more trials are expected to bring; null where it was not asked, or is too early to say.</summary>
    public OutlookReport? Outlook { get; init; }

    /// <summary>What the trials reported beside their scores.</summary>
    public StudyExtras Extras { get; init; } = StudyExtras.None;

    /// <param name="record">The study's.</param>
    /// <param name="best">At most so many trials.</param>
    /// <param name="selection">Which trials, and in what order; null for the best first.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="SelectionException">There is no column of a name in the selection.</exception>
    public static async Task<StudyReport> ReadAsync(IStudyRecord record, int best, TrialSelection? selection = null, CancellationToken cancel = default)
    {
        var extras = await StudyExtras.ReadAsync(record, cancel);
        var trials = selection is null or { IsAll: true }
            ? await record.ReadBestAsync(best, cancel)
            : [.. selection.Of(new TrialRanking(record.Study.Goal).Complete(await record.ReadAsync(cancel)), record.Study.Space, extras).Take(best)];
        return new(record.Study, await record.CountAsync(cancel), trials) { Earlier = await EarlierReport.ReadAsync(record, cancel), Extras = extras };
    }
}
