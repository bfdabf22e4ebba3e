namespace Search.Training;

/// <summary>How one pass over the training data went. Training figures are means over its mini-batches, each taken
/// before the step on it; validation figures are taken after the epoch.</summary>
/// <param name="Epoch">1 for the first</param>
/// <param name="TrainingLoss">mean loss of an example, without the penalties on weights</param>
/// <param name="TrainingAccuracy">share of examples whose greatest output is at their label</param>
/// <param name="Seconds">of the whole epoch, validation included</param>
/// <param name="ImagesPerSecond">training examples by the training part's time</param>
public sealed record EpochReport(
    int Epoch,
    double TrainingLoss,
    double TrainingAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond);
