using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study and where it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Record">Its record, for reading.</param>
/// <param name="Store">The store that it is in.</param>
/// <param name="CheckpointFiles">The files of that store's checkpoints; null where the store has them itself.</param>
internal sealed record StoredStudy(string Name, IStudyRecord Record, SqlStudyStore Store, CheckpointFolder? CheckpointFiles)
{
    /// <summary>The study's checkpoints.</summary>
    /// <param name="warn">Told of what cannot be read or removed.</param>
    public ICheckpoints OpenCheckpoints(Action<string> warn) => CheckpointFiles is { } files
        ? new CheckpointFiles(files.Path, Name, Record.Study.Space, warn)
        : Record.OpenCheckpoints(int.MaxValue, warn)!;
}
