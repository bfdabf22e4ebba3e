namespace HyperSearch.Training;

/// <summary>Where a training's checkpoint comes from and goes to.</summary>
/// <param name="Saved">The checkpoint to go on from, of a training with the same settings and data, read to its end and closed;
/// null: train from the beginning.</param>
/// <param name="Save">Keeps a checkpoint of this epoch, for which it is given what writes the content.</param>
public sealed record Checkpointing(Stream? Saved, Action<int, Action<Stream>> Save)
{
    /// <summary>How long to train, at least, from one checkpoint to the next. The epoch at which training is told to end has one in any case.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
}
