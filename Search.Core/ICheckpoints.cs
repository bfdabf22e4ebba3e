namespace HyperSearch.Core;

/// <summary>The checkpoints of a study's trials: of each the newest, with what had been reported until then.</summary>
/// <remarks>Safe for use by several threads, and by the processes that share the study's record.</remarks>
public interface ICheckpoints
{
    /// <summary>What an attempt at a trial saved; null where there is nothing, or nothing that can be read.</summary>
    /// <param name="trial">The trial.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    SavedCheckpoint? Read(Trial trial);

    /// <summary>Whether an attempt at a trial saved one.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    bool Exists(Trial trial);

    /// <summary>Keeps a checkpoint of a trial that this process runs, whole or not at all, in the place of the one before.</summary>
    /// <param name="trial">The trial. Where another attempt at it has begun, or it has ended, nothing is kept.</param>
    /// <param name="step">How far the trial is.</param>
    /// <param name="measurements">What it has reported up to the step.</param>
    /// <param name="write">Writes the content. What it throws comes out, and nothing is kept.</param>
    /// <param name="commit">Is given the last, short part of the work, and does it unless the trial has ended meanwhile.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    /// <exception cref="StoreException">It is too large, or the store cannot be used.</exception>
    void Save(Trial trial, int step, IReadOnlyList<Measurement> measurements, Action<Stream> write, Action<Action> commit);

    /// <summary>Keeps what was saved elsewhere, of a trial that nobody runs.</summary>
    /// <inheritdoc cref="Save" path="/exception"/>
    void Put(Trial trial, SavedCheckpoint saved);

    /// <summary>Removes the checkpoint of a trial that has ended, if there is one.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    void Remove(Trial trial);

    /// <summary>How many bytes the checkpoints take, by the number of their trial.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    IReadOnlyDictionary<int, long> ReadSizes();

    /// <summary>Removes what processes that were killed have left half written.</summary>
    void RemoveLeftovers();
}

/// <summary>A checkpoint, and what the trial had reported until then, by rising step.</summary>
public sealed record SavedCheckpoint(Checkpoint Checkpoint, IReadOnlyList<Measurement> Measurements);
