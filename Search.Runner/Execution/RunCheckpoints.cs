using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The checkpoints of a run's trials. Safe for use by several threads.</summary>
/// <param name="folder">The folder of the store's checkpoints.</param>
/// <param name="study">The study's name.</param>
/// <param name="space">The study's space.</param>
/// <param name="warnings">Told of what cannot be read or removed. A checkpoint is looked at with each start.</param>
internal sealed class RunCheckpoints(string folder, string study, SearchSpace space, OnceWarnings warnings)
{
    public CheckpointFile Of(Trial trial) => new(folder, study, space, trial, warnings.Warn);

    /// <inheritdoc cref="CheckpointFolder.RemoveLeftovers"/>
    public void RemoveLeftovers() => new CheckpointFolder(folder).RemoveLeftovers(study);

    /// <summary>Removes those of trials that stay pruned, once no trial is left whose result could get one promoted.</summary>
    public async Task RemovePrunedAsync(IStudyRecord record)
    {
        var trials = await record.ReadAsync();
        if (trials.All(trial => trial.IsFinished))
        {
            foreach (var trial in trials.Where(trial => trial.State == TrialState.Pruned))
                Of(trial).Delete();
        }
    }
}
