using System.Collections.Concurrent;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The checkpoints of a run's trials. Safe for use by several threads.</summary>
/// <param name="folder">The folder of the store's checkpoints.</param>
/// <param name="study">The study's name.</param>
/// <param name="space">The study's space.</param>
/// <param name="warn">Told of what cannot be read, saved or removed.</param>
internal sealed class RunCheckpoints(string folder, string study, SearchSpace space, Action<string> warn)
{
    private readonly ConcurrentDictionary<string, bool> _warnings = new(StringComparer.Ordinal);
    private bool _isSaveFailed;

    public CheckpointFile Of(Trial trial) => new(folder, study, space, trial, WarnOnce);

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

    /// <summary>Warns of a checkpoint that could not be saved, once: if one cannot be saved, the others most likely cannot either.</summary>
    public void WarnOfFailedSave(Exception exception)
    {
        if (!Interlocked.Exchange(ref _isSaveFailed, true))
            warn($"A checkpoint could not be saved: {exception.Message} Trials go on; one that is interrupted starts from an older checkpoint, or anew.");
    }

    // A checkpoint is looked at with each start.
    private void WarnOnce(string warning)
    {
        if (_warnings.TryAdd(warning, true))
            warn(warning);
    }
}
