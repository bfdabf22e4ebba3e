using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>
/// Asks a study's pruner, and keeps what it looks at: the results on record as of the last proposal, and what the trials of
/// this process have reported. Safe for use by several threads.
/// </summary>
internal sealed class Pruning(IPruner pruner, StudyDefinition study)
{
    private readonly Lock _lock = new();
    private readonly HistoryLog _log = new(study);

    /// <summary>Whether the pruner may take up again what it has stopped.</summary>
    public bool CanPromote => pruner is IPromotingPruner;

    /// <summary>Takes in the results that were on record before the run.</summary>
    /// <returns>The study's trials, as they were read.</returns>
    public async Task<IReadOnlyList<Trial>> ReadAsync(IStudyRecord record)
    {
        var trials = await record.ReadAsync();
        Observe([.. trials.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder)]);
        return trials;
    }

    /// <summary>Takes in the results that are new since the last time.</summary>
    /// <param name="results">All results on record, in finishing order.</param>
    public void Observe(IReadOnlyList<Trial> results)
    {
        lock (_lock)
        {
            for (var i = _log.Observed; i < results.Count; i++)
                _log.Add(results[i]);
        }
    }

    /// <summary>The number of the trial that is to be promoted; null where there is none.</summary>
    /// <param name="recorded">The study's trials, promoted ones that run among the running.</param>
    /// <param name="canGoOn">Whether a trial has left what it takes.</param>
    public int? Promote(History recorded, Func<Trial, bool> canGoOn)
    {
        if (pruner is not IPromotingPruner promoting)
            return null;
        Observe(recorded.Results);
        History history;
        lock (_lock)
        {
            // This process knows what its own trials have reported.
            var own = _log.Unfinished.Select(trial => trial.Number).ToHashSet();
            foreach (var promoted in recorded.Running.Where(trial => trial.PreviousResult is not null && !own.Contains(trial.Number)))
                _log.Add(promoted);
            history = _log.Live();
        }
        return promoting.Promotable(history).FirstOrDefault(canGoOn)?.Number;
    }

    /// <summary>Takes in what a trial of this process has reported.</summary>
    /// <returns>What the pruner may look at then.</returns>
    public History Observe(Trial reported)
    {
        lock (_lock)
        {
            _log.Add(reported);
            return _log.Live();
        }
    }

    /// <summary>Whether a trial of this process should stop after its newest measurement.</summary>
    /// <param name="reported">The trial.</param>
    /// <param name="live">What <see cref="Observe(Trial)"/> answered.</param>
    public bool ShouldStop(Trial reported, History live) => pruner.ShouldStop(reported, live);
}
