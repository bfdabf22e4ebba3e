namespace Search.Training;

/// <summary>What training ended with.</summary>
/// <param name="Epochs">one report for each epoch trained</param>
/// <param name="Stopped">whether the callback ended it before the last epoch</param>
public sealed record TrainingResult(IReadOnlyList<EpochReport> Epochs, bool Stopped)
{
    /// <summary>After the last epoch trained.</summary>
    public double ValidationAccuracy => Epochs[^1].ValidationAccuracy;

    /// <summary>After the last epoch trained.</summary>
    public double ValidationLoss => Epochs[^1].ValidationLoss;
}
