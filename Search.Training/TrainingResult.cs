namespace Search.Training;

/// <summary>What training ended with.</summary>
/// <param name="Epochs">one report for each epoch trained</param>
/// <param name="Final">the report of the epoch whose weights the model has: the last, or the best where early stopping went back to it</param>
/// <param name="Stopped">whether training ended before the last epoch that the settings ask for</param>
/// <param name="Model">the trained network</param>
public sealed record TrainingResult(IReadOnlyList<EpochReport> Epochs, EpochReport Final, bool Stopped, Model Model)
{
    public double ValidationAccuracy => Final.ValidationAccuracy;

    public double ValidationLoss => Final.ValidationLoss;
}
