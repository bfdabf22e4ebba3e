using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Runs a strategy as the runner does, on one thread and without a store.</summary>
/// <param name="study">What is searched.</param>
/// <param name="result">How the trial ends: a function of its number and point.</param>
internal sealed class Rehearsal(StudyDefinition study, Func<Trial, TrialResult> result)
{
    private readonly List<Trial> _running = [];

    /// <summary>Whether a strategy is asked again where the study rejects what it proposes, as in a run.</summary>
    public bool AsRunner { get; init; }

    public HistoryLog Log { get; } = new(study);

    /// <summary>The trials in the order of proposal, as they were when they started.</summary>
    public List<Trial> Started { get; } = [];

    /// <summary>What the strategy answered, one for each of <see cref="Started"/>.</summary>
    public List<Proposal> Proposals { get; } = [];

    /// <summary>
    /// Proposes <paramref name="trials"/> more trials with up to <paramref name="workers"/> of them running at once; those
    /// that run finish youngest first, so that results arrive out of order. All are finished at the end, unless
    /// <paramref name="finishAll"/> is false.
    /// </summary>
    /// <returns>Whether the strategy had that many to propose.</returns>
    public bool Run(IStrategy strategy, int trials, int workers = 1, bool finishAll = true)
    {
        var more = true;
        for (var i = 0; i < trials && more; i++)
        {
            while (_running.Count >= workers)
                FinishOne();
            more = Start(strategy);
        }
        while (finishAll && _running.Count > 0)
            FinishOne();
        return more;
    }

    /// <summary>Proposes a trial and leaves it running.</summary>
    public bool Start(IStrategy strategy)
    {
        var history = Log.Next();
        var random = history.ProposalStream();
        if ((AsRunner ? Proposer.Propose(strategy, history, out _) : strategy.Propose(history, ref random)) is not { } proposal)
            return false;
        Proposals.Add(proposal);
        Begin(proposal.ToTrial(study.Space, Log.Count, Log.Observed));
        return true;
    }

    /// <summary>Starts a trial that somebody else chose, such as a queued one.</summary>
    public void Enter(Point point) => Begin(new(Log.Count, TrialState.Waiting, point));

    /// <summary>Has a pruned trial, the one that waits longest, go on.</summary>
    public void PromoteOne()
    {
        if (Log.Next().Finished.FirstOrDefault(trial => trial.State == TrialState.Pruned && trial.PreviousResult is null && _running.All(other => other.Number != trial.Number)) is not { } pruned)
            return;
        _running.Add(pruned with { State = TrialState.Running, PreviousResult = pruned, Value = null, FinishOrder = null });
        Log.Add(_running[^1]);
    }

    private void Begin(Trial trial)
    {
        Started.Add(trial);
        _running.Add(trial);
        Log.Add(trial);
    }

    private void FinishOne()
    {
        var trial = _running[^1];
        _running.Remove(trial);
        var end = result(trial);
        Log.Add(trial with { State = end.State, Value = end.Value, FurtherValues = end.FurtherValues, Excesses = end.Excesses, Error = end.Error });
    }
}
