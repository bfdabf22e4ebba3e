namespace HyperSearch.Training;

/// <summary>How one pass over the training data went.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Training">Over the epoch's mini-batches, each scored before the step on it, as changed by dropout and augmentation.</param>
/// <param name="Validation">After the epoch, in inference.</param>
/// <param name="LearningRate">Of the epoch's last step.</param>
/// <param name="Seconds">Of the whole epoch, validation included.</param>
/// <param name="ImagesPerSecond">Training examples by the training part's time.</param>
public sealed record EpochReport(
    int Epoch,
    Scores Training,
    Scores Validation,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond)
{
    public double TrainingLoss => Training.Loss;

    public double TrainingAccuracy => Training.Accuracy;

    public double ValidationLoss => Validation.Loss;

    public double ValidationAccuracy => Validation.Accuracy;

    /// <summary>What a study records of it, each under its name: the loss and the accuracy (or R²) of training and of validation,
    /// as far as they are finite.</summary>
    public IEnumerable<(string Name, double Value)> Curves => CurvesOf("training", Training).Concat(CurvesOf("validation", Validation));

    private static IEnumerable<(string Name, double Value)> CurvesOf(string part, Scores scores) =>
        new[] { ($"{part} loss", scores.Loss), ($"{part} accuracy", scores.Accuracy), ($"{part} R2", scores.RSquared) }.Where(curve => double.IsFinite(curve.Item2));
}
