using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study and where it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Record">Its record, for reading.</param>
/// <param name="Store">The store that it is in.</param>
/// <param name="Checkpoints">The checkpoints of that store.</param>
internal sealed record StoredStudy(string Name, IStudyRecord Record, SqlStudyStore Store, CheckpointFolder Checkpoints);
