using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Starts trials: hands out what waits, or has the strategy propose.</summary>
/// <remarks>
/// A quick proposal is made in the transaction that records it, where nobody else can write. One that takes its time is made
/// outside, from the history as it stood, and is recorded if no other trial has begun meanwhile; results may have arrived: the
/// trial's <see cref="Trial.Observed"/> says which of them it saw. Whoever is overtaken proposes anew.
/// </remarks>
#pragma warning disable CA1001 // A semaphore that nobody waits for by its handle has nothing to dispose of.
internal sealed class TrialStarter(StudyDefinition study, WriteQueue queue, WorkerRegistration worker, RecordSession session)
#pragma warning restore CA1001
{
    // After so many proposals in a row that others overtook, the next one is made where nobody can.
    private const int MostConflicts = 3;

    // Whoever holds it has the strategy, which knows one proposal at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ProposalLatency _latency = new();

    /// <summary>The trial that is to run next; null where there is none.</summary>
    public async Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MostAttempts, 1, nameof(limits));
        await worker.RegisterAsync();
        cancel.ThrowIfCancellationRequested();
        var start = StartAsync(new TrialStart(propose, limits, promote), cancel);
        try
        {
            return await start.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Also where it has completed meanwhile.
            _ = ReleaseAsync(start);
            throw;
        }
    }

    private async Task<Trial?> StartAsync(TrialStart start, CancellationToken cancel)
    {
        try
        {
            await queue.RunLastAsync(connection => Advance(session.Table(connection), start));
            while (!start.IsDone)
            {
                cancel.ThrowIfCancellationRequested();
                if (start.HoldsTurn)
                    await Task.Factory.StartNew(() => ProposeOutsideTransaction(start), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                else
                    await TakeTurnAsync(start, cancel);
                cancel.ThrowIfCancellationRequested();
                await queue.RunLastAsync(connection => Advance(session.Table(connection), start));
            }
            return start.Trial is not { } trial ? null
                : trial.IsThere ? trial.Value
                : await queue.RunAsync(connection => session.Table(connection).Reader.Find(start.Number!.Value).Value);
        }
        finally
        {
            if (start.HoldsTurn)
                _turn.Release();
        }
    }

    // For a quick proposal it is enough to have waited: who keeps the turn until the commit has those behind wait for it one by one,
    // who could share it.
    private async Task TakeTurnAsync(TrialStart start, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        start.HoldsTurn = !_latency.IsFast;
        if (!start.HoldsTurn)
            _turn.Release();
    }

    private async Task ReleaseAsync(Task<Trial?> start)
    {
        if (await start is { } trial)
            await queue.RunAsync(connection => session.Release(connection, trial, worker.Id!.Value));
    }

    // Takes a start as far as it comes in one transaction, also where that is run again. The answer is of no use.
    private bool Advance(TrialTable trials, TrialStart start)
    {
        start.Reset();
        var holder = worker.Id!.Value;
        var others = session.Recovery.AskForOthers(trials);
        var snapshot = session.Snapshot(trials, start.Limits.DeathsBeforeLast);
        if (others is not null && Recovery.ReleaseTrialsOfDeadWorkers(trials, others.Value, holder, start.Limits, snapshot.Now))
        {
            session.Invalidate();
            snapshot = session.Snapshot(trials, start.Limits.DeathsBeforeLast);
        }
        if (session.Recovery.IsExclusive(trials, holder))
            return start.Complete();
        if ((snapshot.FirstWaiting ?? Promote(trials, snapshot, start.Promote)) is { } waiting)
            return start.Complete(waiting, session.Claim(trials, waiting, holder, snapshot.Now));
        if (snapshot.Count >= start.Limits.MostTrials)
            return ClaimLastAttempt(trials, start, snapshot.Now);
        if (start.Proposed is { } proposed && start.Snapshot.Count == snapshot.Count)
            return Record(trials, start, proposed.Proposal, snapshot.Now);
        if (start.Proposed is not null)
            start.Conflicts++;
        start.Proposed = null;
        start.Snapshot = snapshot;
        return ProposeInTransaction(trials, start);
    }

    // In the transaction, if the turn is free and others can bear it.
    private bool ProposeInTransaction(TrialTable trials, TrialStart start)
    {
        var had = start.HoldsTurn;
        if (!had && !_turn.Wait(0))
            return false;
        start.HoldsTurn = true;
        if (!_latency.IsFast && !(start.Conflicts >= MostConflicts && _latency.IsTolerable))
            return false;
        try
        {
            var proposal = Propose(start, () => session.UpdateLog(trials, start.Snapshot).Next());
            return Record(trials, start, proposal, start.Snapshot.Now);
        }
        finally
        {
            if (!had)
            {
                // Others whose starts share the transaction need it.
                start.HoldsTurn = false;
                _turn.Release();
            }
        }
    }

    private void ProposeOutsideTransaction(TrialStart start) => start.Proposed = new(Propose(start, () => queue.RunAsync(connection =>
    {
        var trials = session.Table(connection);
        return session.UpdateLog(trials, session.Snapshot(trials, start.Limits.DeathsBeforeLast)).At(start.Snapshot.Count, start.Snapshot.Results);
    }).GetAwaiter().GetResult()));

    private Proposal? Propose(TrialStart start, Func<History> read)
    {
        var isProposed = false;
        var history = History.Deferred(study, start.Snapshot.Count, start.Snapshot.Results, () => isProposed
            ? throw new InvalidOperationException("A strategy must look at its history before it returns its proposal: later, the record is another.")
            : read());
        var begun = TimeProvider.System.GetTimestamp();
        var proposal = start.Propose(history);
        isProposed = true;
        _latency.Record(TimeProvider.System.GetElapsedTime(begun));
        return proposal;
    }

    private bool Record(TrialTable trials, TrialStart start, Proposal? proposal, string now) => proposal is null
        ? ClaimLastAttempt(trials, start, now)
        : start.Complete(start.Snapshot.Count, new(Insert(trials, proposal, start.Snapshot, now)));

    private bool ClaimLastAttempt(TrialTable trials, TrialStart start, string now)
    {
        var holder = worker.Id!.Value;
        return session.Recovery.ChooseLastAttempt(trials, holder, start.Limits) is { } number
            ? start.Complete(number, session.Claim(trials, number, holder, now))
            : start.Complete();
    }

    private Trial Insert(TrialTable trials, Proposal proposal, StudySnapshot seen, string now)
    {
        var trial = proposal.ToTrial(study.Space, seen.Count, seen.Results) with { Note = StorableText.Of(proposal.Note), Started = Timestamps.Parse(now) };
        trials.Insert(trial, worker.Id!.Value, now);
        if (proposal.Round is { } round && round.Number > session.RoundsRecorded)
        {
            trials.Insert(round, trial.Number);
            session.RoundsRecorded = round.Number;
        }
        session.Append(trial);
        return trial;
    }

    // The trial waits from then on.
    private int? Promote(TrialTable trials, StudySnapshot snapshot, Func<History, int?>? promote)
    {
        if (promote is null)
            return null;
        var log = session.UpdateLog(trials, snapshot);
        // Those that another process has promoted are known as pruned.
        foreach (var trial in trials.Reader.ReadPromoted())
            log.Add(trial);
        if (promote(log.Live()) is not { } number)
            return null;
        trials.Promote(number);
        session.Invalidate();
        return number;
    }
}
