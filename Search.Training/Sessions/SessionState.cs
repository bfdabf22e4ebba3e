namespace HyperSearch.Training;

/// <summary>Where a training stood; what its checkpoint has beside the numbers.</summary>
/// <param name="Step">Mini-batches trained.</param>
/// <param name="TrainingRows">Examples of the training set.</param>
/// <param name="ValidationRows">Examples of the validation set.</param>
internal sealed record SessionState(long Step, BestState Best, IReadOnlyList<EpochReport> Reports, int TrainingRows, int ValidationRows);
