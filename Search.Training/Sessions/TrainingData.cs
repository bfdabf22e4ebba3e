namespace HyperSearch.Training;

/// <summary>Makes what is trained on and what it is validated by ready for a network.</summary>
internal static class TrainingData
{
    /// <exception cref="ArgumentException">They do not fit each other; the message says why.</exception>
    public static (Dataset Training, Dataset Validation) Prepare(Dataset training, Dataset validation)
    {
        if (!training.HasLabels && !training.HasTargets)
            throw new ArgumentException($"There must be labels or targets to train on, but {training.Name} has neither: name the target where the data are opened.");
        var prepared = training.Prepared;
        return (prepared, ReferenceEquals(training, validation) ? prepared : validation.PreparedFor(prepared.Preprocessing, prepared.ClassNames));
    }
}
