using System.Collections.Concurrent;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The checkpoints of a run's trials, and what the run knows of them. Safe for use by several threads.</summary>
internal sealed class RunCheckpoints
{
    private readonly ICheckpoints _checkpoints;
    private readonly OnceWarnings _warnings;
    private readonly long _mostKept;
    private readonly ConcurrentDictionary<int, bool> _saved = [];
    // By the place of a result: whether it left one, and those of which that is to be looked up.
    private readonly ConcurrentDictionary<int, bool> _known = [];
    private readonly ConcurrentDictionary<int, Trial> _unknown = [];

    private RunCheckpoints(ICheckpoints checkpoints, OnceWarnings warnings, long mostKept) =>
        (_checkpoints, _warnings, _mostKept) = (checkpoints, warnings, mostKept);

    /// <summary>The checkpoints of a study; null where none are kept.</summary>
    /// <param name="folder">Where they lie as files; null where the record keeps them, or nobody.</param>
    /// <param name="record">The study's record.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="policy">The study's policy.</param>
    /// <param name="warnings">Told of what cannot be kept, read or removed, once.</param>
    public static RunCheckpoints? Open(string? folder, IStudyRecord record, SearchSpace space, TrialPolicy policy, OnceWarnings warnings)
    {
        var checkpoints = folder is null ? record.OpenCheckpoints(policy.LargestCheckpoint, warnings.Warn) : new CheckpointFiles(folder, record.Study.Name, space, warnings.Warn);
        return checkpoints is null ? null : new(checkpoints, warnings, policy.KeptCheckpoints);
    }

    public void RemoveLeftovers() => _checkpoints.RemoveLeftovers();

    /// <inheritdoc cref="ICheckpoints.Read"/>
    // A first attempt has none but its own.
    public SavedCheckpoint? Read(Trial trial) => MayHave(trial) ? _checkpoints.Read(trial) : null;

    /// <summary>Tells of a trial that other processes have run in the same attempt, and may have saved a checkpoint of.</summary>
    public void Continue(Trial trial) => _saved[trial.Number] = true;

    /// <summary>Whether a pruned trial is known to be able to go on; what is not known is for <see cref="LookUp"/>.</summary>
    /// <remarks>Asked where nobody else can write to the study: a store may not be waited for here, but files are at hand.</remarks>
    public bool CanGoOn(Trial pruned)
    {
        var result = pruned.FinishOrder!.Value;
        if (_known.TryGetValue(result, out var canGoOn) && !canGoOn)
            return false;
        if (_checkpoints is CheckpointFiles)
            return _known[result] = _checkpoints.Exists(pruned);
        if (canGoOn || _saved.ContainsKey(pruned.Number))
            return true;
        _unknown[result] = pruned;
        return false;
    }

    /// <summary>Looks up what was asked for and not known.</summary>
    /// <returns>Whether one of these trials can go on.</returns>
    public bool LookUp()
    {
        var canGoOn = false;
        foreach (var (result, pruned) in _unknown)
        {
            canGoOn |= _known[result] = _checkpoints.Exists(pruned);
            _unknown.TryRemove(result, out _);
        }
        return canGoOn;
    }

    /// <summary>Saves a checkpoint, or warns that it could not.</summary>
    /// <inheritdoc cref="ICheckpoints.Save" path="/param"/>
    public void Save(Trial trial, int step, IReadOnlyList<Measurement> measurements, Action<Stream> write, Action<Action> commit)
    {
        try
        {
            _checkpoints.Save(trial, step, measurements, write, last => commit(() =>
            {
                last();
                _saved[trial.Number] = true;
            }));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreException)
        {
            // A trial that cannot save what an interruption would need goes on without: a disk that is full is no fault of its own.
            // If one cannot be saved, the others most likely cannot either.
            _warnings.Warn("checkpoint", $"A checkpoint could not be saved: {exception.Message} Trials go on; one that is interrupted starts from an older checkpoint, or anew.");
        }
    }

    /// <summary>Removes the checkpoint of a trial that has ended and will not go on.</summary>
    public void Remove(Trial trial)
    {
        if (MayHave(trial))
            TryRemove(trial);
        _saved.TryRemove(trial.Number, out _);
    }

    /// <summary>
    /// Has pruned trials keep their checkpoints, as many as the study's policy says, once no trial is left whose result could get one
    /// promoted: those that came furthest, and of these the best.
    /// </summary>
    /// <returns>How many keep one, and how many bytes these are.</returns>
    public async Task<(int Trials, long Bytes)> KeepPrunedAsync(IStudyRecord record)
    {
        var trials = await record.ReadAsync();
        if (!trials.All(trial => trial.IsFinished))
            return default;
        var sizes = _checkpoints.ReadSizes();
        var (kept, bytes) = (0, 0L);
        foreach (var trial in trials.Where(trial => trial.State == TrialState.Pruned && sizes.ContainsKey(trial.Number))
            .OrderByDescending(trial => trial.Measurements is [.., var last] ? last.Step : int.MinValue)
            .ThenBy(trial => record.Study.Goal.Loss(trial.Value ?? 0)).ThenBy(trial => trial.Number))
        {
            if (bytes + sizes[trial.Number] > _mostKept)
            {
                TryRemove(trial);
                continue;
            }
            kept++;
            bytes += sizes[trial.Number];
        }
        return (kept, bytes);
    }

    private bool MayHave(Trial trial) => trial.Attempt > 1 || _saved.ContainsKey(trial.Number);

    private void TryRemove(Trial trial)
    {
        try
        {
            _checkpoints.Remove(trial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreException)
        {
            _warnings.Warn("checkpoint removed", $"The checkpoint of trial {trial.Number} is no longer needed, but cannot be removed: {exception.Message}");
        }
    }
}
