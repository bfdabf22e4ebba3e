namespace HyperSearch.Training;

/// <summary>Where a training stood; see <see cref="TrainingSession"/>.</summary>
/// <param name="Step">mini-batches trained</param>
/// <param name="TrainingRows">examples of the training set</param>
/// <param name="ValidationRows">examples of the validation set</param>
internal sealed record SessionState(long Step, BestState Best, IReadOnlyList<EpochReport> Reports, int TrainingRows, int ValidationRows)
{
    /// <exception cref="InvalidDataException">No training with these settings can have stood there.</exception>
    public void Validate(MlpSettings settings)
    {
        ModelHeader.Check(TrainingRows >= 1 && ValidationRows >= 1, $"there were {TrainingRows} examples to train on and {ValidationRows} to validate by.");
        ModelHeader.Check(
            Reports.Count <= settings.Epochs && Reports.Select((report, i) => report is { Training: not null, Validation: not null } && report.Epoch == i + 1).All(right => right),
            $"its reports are not those of the first epochs of {settings.Epochs}.");
        ModelHeader.Check(
            Step == (long)Reports.Count * MiniBatches.Of(settings, TrainingRows).Count,
            $"{Step} mini-batches cannot have been {Reports.Count} epochs of {TrainingRows} examples.");
        ModelHeader.Check(
            Best.Epoch >= (settings.EarlyStopping is null || Reports.Count == 0 ? 0 : 1) && Best.Epoch <= Reports.Count && Best.Waited >= 0 && Best.PlateauWaited >= 0 && Best.Reductions >= 0,
            "what early stopping or the schedule remembers cannot be.");
    }
}
