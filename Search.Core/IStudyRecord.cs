namespace Search.Core;

/// <summary>The record of one study: the only state there is.</summary>
/// <remarks>
/// Safe for use by several threads and processes. Trials are numbered without gap in the order of proposal. What
/// <see cref="StartAsync"/>, <see cref="FinishAsync"/> and <see cref="ReleaseAsync"/> have returned for survives a crash.
/// </remarks>
public interface IStudyRecord
{
    /// <summary>The study as it is on record.</summary>
    StudyDefinition Study { get; }

    /// <summary>All trials with their measurements, by number, in the present space.</summary>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default);

    /// <summary>The best complete trials, best first: see <see cref="BestFirst"/>.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="cancel">Gives up waiting.</param>
    Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default);

    /// <summary>How many trials stand where.</summary>
    Task<TrialCounts> CountAsync(CancellationToken cancel = default);

    /// <summary>The rounds that were begun, by number; none where the strategy does not work in rounds.</summary>
    Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default);

    /// <summary>The spaces in which trials were proposed, and the present one, in order; that alone where the study was never widened.</summary>
    Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default);

    /// <summary>Queues a trial that nobody proposed: it takes the next number at once, waits, and is handed out before any new one.</summary>
    /// <param name="point">A complete point. Where its maker does not know which parameters are active, all have a value.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The trial.</returns>
    Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default);

    /// <summary>
    /// Hands out a trial to run: a waiting one, or one whose worker is dead, lowest number first, under its old number with its
    /// old point; else a pruned one that is promoted; else a new one, proposed. It is found and recorded in one step that no other
    /// start can come between.
    /// </summary>
    /// <param name="propose">Called at most once at a time in this process, with all results that are on record.</param>
    /// <param name="mostTrials">The study's total of trials, above which no new one is proposed; null for no limit.</param>
    /// <param name="promote">
    /// The number of a pruned trial that goes on under its number, or null for none. Called as <paramref name="propose"/> is, but
    /// promoted trials that have no further result yet are among the running ones.
    /// </param>
    /// <param name="cancel">Gives up waiting; a trial that was started all the same is released.</param>
    /// <returns>The trial, or null where none is left to start.</returns>
    /// <remarks>
    /// What <paramref name="propose"/> and <paramref name="promote"/> throw comes out, and nothing is recorded. A promoted trial
    /// keeps its result as <see cref="Trial.Earlier"/>, in its place in the finishing order.
    /// </remarks>
    Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote, CancellationToken cancel = default);

    /// <summary>The same without promotions.</summary>
    Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, CancellationToken cancel = default) =>
        StartAsync(propose, mostTrials, null, cancel);

    /// <summary>
    /// Keeps a measurement of a trial that this process runs. It is written soon, at the latest with the trial's result; a
    /// second value for a step replaces the first. Up to <see cref="Trial.PromotedAt"/> nothing is kept: what an earlier result
    /// was measured with stays as it was.
    /// </summary>
    void Report(Trial trial, Measurement measurement);

    /// <summary>Records how a trial ended and gives it its place in the finishing order.</summary>
    /// <returns>False where the trial is no longer this worker's: its result was discarded.</returns>
    Task<bool> FinishAsync(Trial trial, TrialResult result);

    /// <summary>Gives a running trial back, to be taken up again under its number.</summary>
    /// <returns>False where the trial was no longer this worker's.</returns>
    Task<bool> ReleaseAsync(Trial trial);

    /// <summary>Says that this worker is alive. Call it every <see cref="Heartbeat"/>, or other machines take its trials over.</summary>
    Task HeartbeatAsync();

    /// <summary>How often <see cref="HeartbeatAsync"/> is to be called.</summary>
    TimeSpan Heartbeat { get; }
}
