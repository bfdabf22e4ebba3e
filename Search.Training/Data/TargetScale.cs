namespace HyperSearch.Training;

/// <summary>How a number to predict is standardized for training, as fitted on the training part: (t − mean) / deviation.</summary>
/// <param name="Mean">Of the training part.</param>
/// <param name="Deviation">Of the training part, population; 1 where the number never varies.</param>
public sealed record TargetScale(double Mean, double Deviation)
{
    internal float Standardize(float target) => (float)((target - Mean) / Deviation);

    internal float ToOwnUnits(float standardized) => (float)(standardized * Deviation + Mean);

    /// <summary>One for each target.</summary>
    internal static TargetScale[] Fit(Dataset training)
    {
        var (means, deviations) = ColumnMoments.Of(training, training.Outputs, row => row.Targets);
        return [.. means.Zip(deviations, (mean, deviation) => new TargetScale(mean, deviation))];
    }

    /// <exception cref="InvalidDataException">No fit can have come to this.</exception>
    internal void Validate()
    {
        if (!double.IsFinite(Mean) || !double.IsFinite(Deviation) || Deviation <= 0)
            throw new InvalidDataException($"a target has the mean {Mean} and the deviation {Deviation}.");
    }
}
