namespace HyperSearch.Training;

/// <summary>What training ended with.</summary>
/// <param name="Epochs">One report for each epoch trained.</param>
/// <param name="Final">The report of the epoch whose weights the model has: the last, or the best where early stopping went back to it.</param>
/// <param name="Stopped">Whether training ended before the last epoch that the settings ask for.</param>
/// <param name="Model">The trained network.</param>
public sealed record TrainingResult(IReadOnlyList<EpochReport> Epochs, EpochReport Final, bool Stopped, Model Model)
{
    /// <summary>Whether training ended because the network's numbers were no finite ones any more. Its last epoch has the worst scores;
    /// so has <see cref="Final"/>, unless early stopping went back to weights from before.</summary>
    public bool Diverged { get; init; }

    public double ValidationAccuracy => Final.ValidationAccuracy;

    public double ValidationLoss => Final.ValidationLoss;
}
