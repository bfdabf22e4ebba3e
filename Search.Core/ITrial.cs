namespace HyperSearch;

/// <summary>A trial as its objective sees it.</summary>
public interface ITrial : ISuggest
{
    /// <summary>Its number within the study, from 0.</summary>
    int Number { get; }

    /// <summary>
    /// A seed for all that the objective draws by chance: depends on the study's seed and the trial's number alone, so that
    /// the trial can be run again with the same result.
    /// </summary>
    ulong Seed { get; }

    /// <summary>
    /// A seed for how the data are split: another one for each trial. A search that scores all trials on one split ends with what suits that
    /// split; reshuffled ones generalize better (Nagler et al. 2024). Depends on the study's seed and the trial's number alone.
    /// </summary>
    ulong Split { get; }

    /// <summary>
    /// Whether this run is to be scored on the test part of the data, which no other run has seen: of the winner, once, by
    /// <c>confirm --test</c>. An objective without a test part may leave it unread.
    /// </summary>
    bool IsTest => false;

    /// <summary>Records a value on the way, such as the validation accuracy after an epoch.</summary>
    /// <param name="step">How far the trial is; must rise from call to call.</param>
    /// <param name="value">The metric of the study's goal.</param>
    /// <returns>Whether to go on. After false the objective should save a checkpoint, if it saves any, and return at once: the trial is recorded as pruned.</returns>
    /// <exception cref="ArgumentException">The value is NaN or infinite, or the step does not rise.</exception>
    bool Report(int step, double value);

    /// <summary>The metric of the study's goal: what <see cref="Report(int, double)"/> records.</summary>
    string Metric { get; }

    /// <summary>As <see cref="Report(int, double)"/>, and records other curves of the same step beside it, such as the training accuracy.</summary>
    /// <param name="step">How far the trial is; must rise from call to call.</param>
    /// <param name="value">The metric of the study's goal.</param>
    /// <param name="curves">Each with its name, as in <see cref="Record"/>. One of the goal's own name is left out.</param>
    bool Report(int step, double value, IEnumerable<(string Metric, double Value)> curves)
    {
        foreach (var (metric, number) in curves)
        {
            if (metric != Metric)
                Record(metric, number, step);
        }
        return Report(step, value);
    }

    /// <summary>What this trial saved before it was interrupted, or stopped and promoted; null where there is nothing, and training starts anew.</summary>
    /// <remarks>
    /// An objective that cannot go on from it, because it is damaged or of other code, throws an <see cref="InvalidDataException"/>
    /// before it reports anything: the run warns, and calls it again without. (An <see cref="EndOfStreamException"/> does the same.)
    /// </remarks>
    Checkpoint? Checkpoint { get; }

    /// <summary>
    /// Saves what it takes to go on from here. The new checkpoint takes the place of the one before in one step; after the trial
    /// has ended it is removed. Where the disk does not take it, the run warns, the one before stays, and the trial goes on.
    /// </summary>
    /// <remarks>
    /// To be called also for the step at which <see cref="Report(int, double)"/> has just answered false: a pruner that promotes
    /// (<see cref="IPromotingPruner"/>) may let the trial go on from there later. Without a checkpoint it stays pruned.
    /// </remarks>
    /// <param name="step">How far the trial is, as in <see cref="Report(int, double)"/>; report it before.</param>
    /// <param name="write">Writes the content.</param>
    void SaveCheckpoint(int step, Action<Stream> write);

    /// <inheritdoc cref="SaveCheckpoint(int, Action{Stream})"/>
    /// <param name="step">How far the trial is, as in <see cref="Report(int, double)"/>; report it before.</param>
    /// <param name="content">The content, read from where the stream stands.</param>
    void SaveCheckpoint(int step, Stream content) => SaveCheckpoint(step, content.CopyTo);

    /// <summary>
    /// Records a number beside the score, such as the training accuracy or the milliseconds of an answer: a column of its name in
    /// reports. A second value under the same name, and for the same step, takes the place of the first.
    /// </summary>
    /// <param name="metric">What it is called: a name as of a parameter, and not that of the goal's metric.</param>
    /// <param name="value">One that is not finite is left out, and the run warns of it.</param>
    /// <param name="step">How far the trial is, as in <see cref="Report(int, double)"/>; null for a number of the whole trial.</param>
    /// <exception cref="ArgumentException">The name is none, or that of the goal's metric.</exception>
    void Record(string metric, double value, int? step = null);

    /// <summary>Notes something of this trial, which <c>show</c> prints. A long text is cut at <see cref="TrialNote.MostCharacters"/>.</summary>
    void Note(string text);

    /// <summary>
    /// Keeps a file of this trial, such as its model: whole or not at all. What was saved under the name before is replaced. Which
    /// trials keep theirs is said by <see cref="Study.Keep"/>; <c>hypersearch artifact STUDY best NAME -o FILE</c> gets it out.
    /// Where the disk does not take it, the run warns, and the trial goes on without.
    /// </summary>
    /// <param name="name">What it is called: a name as of a parameter. It chooses no path.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    void SaveArtifact(string name, Action<Stream> write);
}
