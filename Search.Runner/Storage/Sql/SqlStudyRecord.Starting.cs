using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <remarks>
/// A quick proposal is made in the transaction that records it, where nobody else can write. One that takes its time is made
/// outside, from the history as it stood, and is recorded if no other trial has begun meanwhile; results may have arrived: the
/// trial's <see cref="Trial.Observed"/> says which of them it saw. Whoever is overtaken proposes anew.
/// </remarks>
internal sealed partial class SqlStudyRecord
{
    // After so many proposals in a row that others overtook, the next one is made where nobody can.
    private const int MostOvertaken = 3;

    // Whoever holds it has the strategy, which knows one proposal at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ProposalLatency _pace = new();

    public async Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MostAttempts, 1, nameof(limits));
        await worker.RegisterAsync();
        cancel.ThrowIfCancellationRequested();
        var start = StartAsync(new Start(propose, limits, promote), cancel);
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

    private async Task<Trial?> StartAsync(Start start, CancellationToken cancel)
    {
        try
        {
            await queue.RunLastAsync(connection => Advance(Table(connection), start));
            while (!start.IsDone)
            {
                cancel.ThrowIfCancellationRequested();
                if (start.HasTurn)
                    await Task.Factory.StartNew(() => ProposeOutside(start), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                else
                    await TakeTurnAsync(start, cancel);
                cancel.ThrowIfCancellationRequested();
                await queue.RunLastAsync(connection => Advance(Table(connection), start));
            }
            return start.Trial;
        }
        finally
        {
            if (start.HasTurn)
                _turn.Release();
        }
    }

    // For a quick proposal it is enough to have waited: who keeps the turn until the commit has those behind wait for it one by one,
    // who could share it.
    private async Task TakeTurnAsync(Start start, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        start.HasTurn = !_pace.IsQuick;
        if (!start.HasTurn)
            _turn.Release();
    }

    private async Task ReleaseAsync(Task<Trial?> start)
    {
        if (await start is { } trial)
            await ReleaseAsync(trial);
    }

    // Takes a start as far as it comes in one transaction, also where that is run again. The answer is of no use.
    private bool Advance(TrialTable trials, Start start)
    {
        start.Begin();
        var holder = worker.Id!.Value;
        if (_recovery.ReleaseTheDead(trials, holder, start.Limits))
            _transactionSeen = 0;
        var snapshot = Snapshot(trials, start.Limits.DeathsBeforeLast);
        if (_recovery.IsAlone(trials, holder))
            return start.End(null);
        if ((snapshot.FirstWaiting ?? Promote(trials, snapshot, start.Promote)) is { } waiting)
            return start.End(trials.Claim(waiting, holder, snapshot.Now));
        if (snapshot.Count >= start.Limits.MostTrials)
            return start.End(_recovery.TakeLastChance(trials, holder, start.Limits, snapshot.Now));
        if (start.Made is { } made && start.Snapshot.Count == snapshot.Count)
            return Record(trials, start, made.Proposal, snapshot.Now);
        if (start.Made is not null)
            start.Overtaken++;
        start.Made = null;
        start.Snapshot = snapshot;
        return ProposeWithin(trials, start);
    }

    // In the transaction, if the turn is free and others can bear it.
    private bool ProposeWithin(TrialTable trials, Start start)
    {
        var had = start.HasTurn;
        if (!had && !_turn.Wait(0))
            return false;
        start.HasTurn = true;
        if (!_pace.IsQuick && !(start.Overtaken >= MostOvertaken && _pace.IsBearable))
            return false;
        try
        {
            var proposal = Propose(start, () => CaughtUp(trials, start.Snapshot).Next());
            return Record(trials, start, proposal, start.Snapshot.Now);
        }
        finally
        {
            if (!had)
            {
                // Others whose starts share the transaction need it.
                start.HasTurn = false;
                _turn.Release();
            }
        }
    }

    private void ProposeOutside(Start start) => start.Made = new(Propose(start, () => queue.RunAsync(connection =>
    {
        var trials = Table(connection);
        return CaughtUp(trials, Snapshot(trials, start.Limits.DeathsBeforeLast)).At(start.Snapshot.Count, start.Snapshot.Results);
    }).GetAwaiter().GetResult()));

    private Proposal? Propose(Start start, Func<History> read)
    {
        var isProposed = false;
        var history = History.Deferred(study, start.Snapshot.Count, start.Snapshot.Results, () => isProposed
            ? throw new InvalidOperationException("A strategy must look at its history before it returns its proposal: later, the record is another.")
            : read());
        var begun = TimeProvider.System.GetTimestamp();
        var proposal = start.Propose(history);
        isProposed = true;
        _pace.Took(TimeProvider.System.GetElapsedTime(begun));
        return proposal;
    }

    private bool Record(TrialTable trials, Start start, Proposal? proposal, string now) => start.End(proposal is null
        ? _recovery.TakeLastChance(trials, worker.Id!.Value, start.Limits, now)
        : Insert(trials, proposal, start.Snapshot, now));

    private Trial Insert(TrialTable trials, Proposal proposal, StudySnapshot seen, string now)
    {
        var trial = proposal.ToTrial(study.Space, seen.Count, seen.Results) with { Note = StorableText.Of(proposal.Note), Started = Timestamps.Parse(now) };
        trials.Insert(trial, [.. study.Space.ValuesOf(trial.Point)], worker.Id!.Value, now);
        if (proposal.Round is { } round && round.Number > _roundsKept)
        {
            trials.Insert(round, trial.Number);
            _roundsKept = round.Number;
        }
        Know(trial);
        return trial;
    }

    // The trial waits from then on.
    private int? Promote(TrialTable trials, StudySnapshot snapshot, Func<History, int?>? promote)
    {
        if (promote is null)
            return null;
        var log = CaughtUp(trials, snapshot);
        // Those that another process has promoted are known as pruned.
        foreach (var trial in trials.ReadPromoted())
            log.Add(trial);
        if (promote(log.Live()) is not { } number)
            return null;
        trials.Promote(number);
        return number;
    }

    /// <summary>How far the start of a trial has come.</summary>
    private sealed class Start(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote)
    {
        public Func<History, Proposal?> Propose => propose;

        public StartLimits Limits => limits;

        public Func<History, int?>? Promote => promote;

        /// <summary>How far the study was when the proposal was asked for.</summary>
        public StudySnapshot Snapshot { get; set; }

        /// <summary>What was proposed outside; null where nothing was yet.</summary>
        public Answer? Made { get; set; }

        /// <summary>How many proposals came too late.</summary>
        public int Overtaken { get; set; }

        /// <summary>Whether it holds the turn to propose.</summary>
        public bool HasTurn { get; set; }

        /// <summary>Whether it is over: with a trial, or with none left to start.</summary>
        public bool IsDone { get; private set; }

        public Trial? Trial { get; private set; }

        /// <summary>What an earlier transaction said is void: it was rolled back, or found that there is something to propose.</summary>
        public void Begin() => (Trial, IsDone) = (null, false);

        public bool End(Trial? trial)
        {
            (Trial, IsDone) = (trial, true);
            return true;
        }
    }

    /// <param name="Proposal">Null where the strategy has nothing to propose.</param>
    private sealed record Answer(Proposal? Proposal);
}
