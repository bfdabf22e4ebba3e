using Search.Core;

namespace Search.Runner;

/// <summary>
/// Asks a study's pruner, and keeps what it looks at: the results on record as of the last proposal, and what the trials of
/// this process have reported. Safe for use by several threads.
/// </summary>
internal sealed class Pruning(IPruner pruner, StudyDefinition study)
{
    private readonly Lock _lock = new();
    private readonly HistoryLog _log = new(study);

    /// <summary>Takes in the results that were on record before the run.</summary>
    public async Task ReadAsync(IStudyRecord record) =>
        See([.. (await record.ReadAsync()).Where(trial => trial.IsFinished).OrderBy(trial => trial.FinishOrder)]);

    /// <summary>Takes in the results that are new since the last time.</summary>
    /// <param name="finished">All results on record, in finishing order.</param>
    public void See(IReadOnlyList<Trial> finished)
    {
        lock (_lock)
            for (var i = _log.Observed; i < finished.Count; i++)
                _log.Add(finished[i]);
    }

    /// <summary>Whether a trial of this process should stop after its newest measurement.</summary>
    public bool ShouldStop(Trial trial)
    {
        History history;
        lock (_lock)
        {
            _log.Add(trial);
            history = _log.Live();
        }
        return pruner.ShouldStop(trial, history);
    }
}
