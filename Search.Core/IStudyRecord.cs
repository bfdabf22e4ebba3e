namespace HyperSearch.Core;

/// <summary>The record of one study: the only state there is.</summary>
/// <remarks>
/// Safe for use by several threads and processes. Trials are numbered without gap in the order of proposal. What
/// <see cref="StartAsync"/>, <see cref="FinishAsync"/> and <see cref="ReleaseAsync"/> have returned for survives a crash.
/// </remarks>
public interface IStudyRecord
{
    /// <summary>The study as it is on record.</summary>
    StudyDefinition Study { get; }

    /// <summary>When the study was first opened.</summary>
    DateTimeOffset Created { get; }

    /// <summary>All trials with their measurements, by number, in the present space.</summary>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default);

    /// <summary>The same without the measurements, which are many where trials report each step.</summary>
    async Task<IReadOnlyList<Trial>> ReadWithoutMeasurementsAsync(CancellationToken cancel = default) =>
        [.. (await ReadAsync(cancel)).Select(trial => trial with { Measurements = [] })];

    /// <summary>
    /// What has changed since a reader looked, a part after the other, so that one who follows a study need not read all of it again: called
    /// until a part is the last, and from then on with the count of that part.
    /// </summary>
    /// <param name="results">How many results the reader knows; 0 at the beginning.</param>
    /// <param name="most">At most so many results in a part; at least 1.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    Task<StudyChanges> ReadChangesAsync(int results, int most, CancellationToken cancel = default) => StudyChanges.ReadAsync(this, results, most, cancel);

    /// <summary>The best complete trials, best first: see <see cref="TrialRanking"/>. Those that miss a constraint are never among them.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="cancel">Gives up waiting.</param>
    Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default);

    /// <summary>The trials that failed, by number.</summary>
    async Task<IReadOnlyList<TrialFailure>> ReadFailuresAsync(CancellationToken cancel = default) =>
        [.. (await ReadAsync(cancel)).Where(trial => trial.State == TrialState.Failed).Select(trial => new TrialFailure(trial.Number, trial.Error ?? ""))];

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
    /// old point; else a pruned one that is promoted; else a new one, proposed; else one with which so many processes have died that
    /// it has its last chance, if this process runs no other, and nothing beside it. No other trial is begun between what the proposal
    /// saw and its record.
    /// </summary>
    /// <param name="propose">
    /// Called at most once at a time in this process, with all results that are on record. It may take its time: others go on
    /// recording. Where another trial is begun meanwhile, it is called again.
    /// </param>
    /// <param name="limits">How many trials there may be, and how many deaths a trial may survive: with one more it is recorded as failed.</param>
    /// <param name="promote">
    /// The number of a pruned trial that goes on under its number, or null for none. Called as <paramref name="propose"/> is, but
    /// promoted trials that have no further result yet are among the running ones.
    /// </param>
    /// <param name="cancel">Gives up waiting; a trial that was started all the same is released.</param>
    /// <returns>The trial, or null where none is left to start.</returns>
    /// <remarks>
    /// What <paramref name="propose"/> and <paramref name="promote"/> throw comes out, and nothing is recorded. A promoted trial
    /// keeps its result as <see cref="Trial.PreviousResult"/>, in its place in the finishing order.
    /// </remarks>
    Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default);

    /// <summary>
    /// Keeps a measurement of a trial that this process runs. It is written soon, at the latest with the trial's result; a
    /// second value for a step replaces the first. Up to <see cref="Trial.PromotedAt"/> nothing is kept: what an earlier result
    /// was measured with stays as it was.
    /// </summary>
    void Report(Trial trial, Measurement measurement);

    /// <summary>
    /// Keeps what the pruner answered of a trial that this process runs, in the way of a measurement: it is written soon, at the
    /// latest with the trial's result. What a trial reports that begins anew is decided anew.
    /// </summary>
    void ReportDecision(Trial trial, PruningDecision decision);

    /// <summary>What pruners answered, by trial and step.</summary>
    Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(CancellationToken cancel = default);

    /// <summary>What the pruner answered of one trial, by step.</summary>
    async Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(int trial, CancellationToken cancel = default) =>
        [.. (await ReadDecisionsAsync(cancel)).Where(decision => decision.Trial == trial)];

    /// <summary>
    /// Says how a trial begins that this process has started: what an earlier attempt has reported of it beside its measurements goes,
    /// but for what came before its checkpoint.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="checkpoint">The step from which it goes on: metrics up to it stay, and so do notes. Null where it begins anew.</param>
    void ReportBegin(Trial trial, int? checkpoint);

    /// <summary>Keeps a number beside the score of a trial that this process runs, in the way of a measurement.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="metric">One of the same name and step takes the place of the one before.</param>
    void ReportMetric(Trial trial, TrialMetric metric);

    /// <summary>What trials recorded beside their scores, by trial, name and step; of a name, the number of the whole trial comes first.</summary>
    Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(CancellationToken cancel = default);

    /// <summary>What one trial recorded beside its score, by name and step.</summary>
    async Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(int trial, CancellationToken cancel = default) =>
        [.. (await ReadMetricsAsync(cancel)).Where(metric => metric.Trial == trial)];

    /// <summary>Keeps a note of a trial that this process runs, in the way of a measurement.</summary>
    void ReportNote(Trial trial, TrialNote note);

    /// <summary>What trials noted, by trial, in order.</summary>
    Task<IReadOnlyList<TrialNote>> ReadNotesAsync(CancellationToken cancel = default);

    /// <summary>What one trial noted, in order.</summary>
    async Task<IReadOnlyList<TrialNote>> ReadNotesAsync(int trial, CancellationToken cancel = default) =>
        [.. (await ReadNotesAsync(cancel)).Where(note => note.Trial == trial)];

    /// <summary>Keeps a piece of what a trial that this process runs has printed, in the way of a measurement, and what is printed in its last attempts.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="dropped">The numbers of earlier pieces of the attempt for which there is no longer room.</param>
    void ReportLog(Trial trial, TrialLogPiece piece, IReadOnlyList<int> dropped);

    /// <summary>What a trial has printed, by attempt, in order.</summary>
    Task<IReadOnlyList<TrialLogPiece>> ReadLogAsync(int trial, CancellationToken cancel = default);

    /// <summary>Keeps a file of a trial that this process runs, whole or not at all. One under the same name is replaced.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="name">See <see cref="NameRule"/>.</param>
    /// <param name="write">Writes the content. What it throws comes out, and nothing is kept.</param>
    /// <returns>False where the trial is no longer this worker's: nothing was kept.</returns>
    /// <exception cref="StoreException">There is no room for it.</exception>
    Task<bool> SaveArtifactAsync(Trial trial, string name, Action<Stream> write);

    /// <summary>The files that trials have left, by trial and name.</summary>
    Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(CancellationToken cancel = default);

    /// <summary>The files that one trial has left, by name.</summary>
    async Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(int trial, CancellationToken cancel = default) =>
        [.. (await ReadArtifactsAsync(cancel)).Where(artifact => artifact.Trial == trial)];

    /// <summary>The content of a file that a trial has left, checked against its SHA-256, as a stream that can be read again from its beginning.</summary>
    /// <exception cref="StoreException">The content is gone, or is not what was written.</exception>
    Task<Stream> OpenArtifactAsync(TrialArtifact artifact, CancellationToken cancel = default);

    /// <summary>
    /// Removes the files of all trials that have ended, but for those of the best complete ones: see <see cref="TrialRanking"/>. With several
    /// goals those of the front come first (<see cref="ParetoFront"/>).
    /// </summary>
    /// <param name="count">Of how many trials they stay; at least 0.</param>
    Task KeepArtifactsOfBestAsync(int count);

    /// <summary>Where trials save their checkpoints; null where the record keeps none, and they lie in files or nowhere.</summary>
    /// <param name="largest">How many bytes a checkpoint may have.</param>
    /// <param name="warn">Told of one that cannot be read.</param>
    ICheckpoints? OpenCheckpoints(long largest, Action<string> warn) => null;

    /// <summary>Records a run that has ended of a trial's settings after the search. One that is on record stays as it is.</summary>
    /// <returns>False where there is one of the same trial, replicate and kind.</returns>
    Task<bool> AddConfirmationAsync(Confirmation confirmation);

    /// <summary>The runs of trials' settings after the search, by trial, kind and replicate.</summary>
    Task<IReadOnlyList<Confirmation>> ReadConfirmationsAsync(CancellationToken cancel = default);

    /// <summary>Records how a trial ended and gives it its place in the finishing order.</summary>
    /// <returns>False where the trial is no longer this worker's: its result was discarded.</returns>
    Task<bool> FinishAsync(Trial trial, TrialResult result);

    /// <summary>Gives a running trial back, to be taken up again under its number.</summary>
    /// <returns>False where the trial was no longer this worker's.</returns>
    Task<bool> ReleaseAsync(Trial trial);

    /// <summary>Changes trials by hand, all of them or none.</summary>
    /// <param name="correction">
    /// Fail: any trial that has not failed. Requeue: any that is finished, also when the budget is used up, or whose process is dead.
    /// Skip: any that waits. A result that a trial has keeps its place in the finishing order, as <see cref="Trial.PreviousResult"/>.
    /// </param>
    /// <param name="trials">Their numbers.</param>
    /// <param name="reason">What the record says of a trial that is failed or skipped; null for nothing.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The trials as they were before.</returns>
    /// <exception cref="StoreException">One of them does not exist or is not in such a state: nothing was changed.</exception>
    Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default);

    /// <summary>The attempts of a trial, in order: that which runs or led to its result, and those before. Those of which the record does not know are left out.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="cancel">Gives up waiting.</param>
    Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default);

    /// <summary>The attempts of all trials, by trial, in order.</summary>
    Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(CancellationToken cancel = default);

    /// <summary>
    /// How long the study has run, over all processes: the time during which at least one of its trials did. Of an attempt whose process
    /// died, the time until that process was last heard of counts.
    /// </summary>
    Task<TimeSpan> ReadRunningTimeAsync(CancellationToken cancel = default);

    /// <summary>Says that this worker is alive. Call it every <see cref="Heartbeat"/>, or other machines take its trials over.</summary>
    Task HeartbeatAsync();

    /// <summary>How often <see cref="HeartbeatAsync"/> is to be called.</summary>
    TimeSpan Heartbeat { get; }
}
