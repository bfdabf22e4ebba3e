using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Runs trials' settings again, after the search, in the way of trials: under the study's policy, and apart from them on record.</summary>
/// <remarks>What such a run reports on the way, notes or saves goes nowhere. It cannot be pruned, and leaves no checkpoint.</remarks>
internal sealed class ConfirmationRuns : IDisposable
{
    private readonly SearchSpace _space;
    private readonly IStudyRecord _record;
    private readonly MemoryWatch? _memory;
    private readonly TrialRun _run;

    private readonly IStudyRecord _nowhere;

    /// <param name="study">The study.</param>
    /// <param name="space">Its space.</param>
    /// <param name="record">Its record.</param>
    /// <param name="nowhere">A record of the same study without any trial, so that it keeps nothing of what is reported to it.</param>
    /// <param name="warn">Told of what a user should know.</param>
    public ConfirmationRuns(Study study, SearchSpace space, IStudyRecord record, IStudyRecord nowhere, Action<string> warn)
    {
        (_space, _record, _nowhere) = (space, record, nowhere);
        _memory = study.Policy.MemoryLimit is { } ceiling ? new MemoryWatch(ceiling) : null;
        _run = new(study, _memory, warn);
    }

    public void Dispose() => _memory?.Dispose();

    /// <summary>Races finalists until the winner is known, the runs are used up, or it is interrupted. Each run is on record once it has ended.</summary>
    /// <param name="race">The race.</param>
    /// <param name="finalists">The trials that are in it.</param>
    /// <param name="done">What has run already.</param>
    /// <param name="workers">How many run at once.</param>
    /// <param name="ended">Told of each run that has ended; by one thread at a time.</param>
    /// <param name="interrupt">Ends it: runs that go on are given up.</param>
    public async Task RaceAsync(ConfirmationRace race, IReadOnlyList<Trial> finalists, IEnumerable<Confirmation> done, int workers, Action<Confirmation, RaceStanding> ended, CancellationToken interrupt)
    {
        var state = new Lock();
        var runs = done.Where(run => !run.IsTest).Select(AsRun).ToList();
        var running = new List<(int Trial, int Replicate)>();
        var standing = race.Standing(runs);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var changed = new SemaphoreSlim(0);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Work()
        {
            try
            {
                while (!failure.IsCancellationRequested)
                {
                    if (TakeNext() is { } next)
                        RunOne(next);
                    else if (IsIdle())
                        return;
                    else
                        changed.Wait(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                }
            }
            catch
            {
                failure.Cancel();
                throw;
            }
        }

        (int Trial, int Replicate)? TakeNext()
        {
            lock (state)
            {
                if (race.Next(standing, [.. running.Select(run => run.Trial)]) is not { } trial)
                    return null;
                var replicate = Enumerable.Range(0, int.MaxValue).First(r => !running.Contains((trial, r)) && !runs.Exists(run => run.Trial == trial && run.Replicate == r));
                running.Add((trial, replicate));
                return (trial, replicate);
            }
        }

        bool IsIdle()
        {
            lock (state)
                return running.Count == 0;
        }

        void RunOne((int Trial, int Replicate) next)
        {
            var confirmation = Run(finalists.First(trial => trial.Number == next.Trial), next.Replicate, isTest: false, failure.Token);
            lock (state)
            {
                running.Remove(next);
                if (confirmation is null)
                    return;
                _record.AddConfirmationAsync(confirmation).GetAwaiter().GetResult();
                runs.Add(AsRun(confirmation));
                standing = race.Standing(runs);
                ended(confirmation, standing);
            }
            changed.Release();
        }
    }

    /// <summary>A run as the race sees it.</summary>
    public static RaceRun AsRun(Confirmation run) => new(run.Trial, run.Replicate, run.Value);

    /// <summary>Runs a trial's settings once more; null where it was interrupted.</summary>
    public Confirmation? Run(Trial trial, int replicate, bool isTest, CancellationToken interrupt)
    {
        var (seed, split) = TrialSeed.OfConfirmation(_record.Study, trial, replicate, isTest);
        var again = new Trial(trial.Number, TrialState.Running, trial.Point);
        var started = TimeProvider.System.GetUtcNow();
        using var log = new TrialLog(_nowhere, again);
        var result = _run.Run(() => new RunningTrial(_nowhere, _space, again, keepsArtifacts: false) { Seed = seed, Split = split, IsTest = isTest }, trial.Number, log, interrupt);
        return result is null ? null : new Confirmation(trial.Number, replicate, isTest)
        {
            Seed = seed,
            Split = split,
            Value = result.State == TrialState.Complete ? result.Value : null,
            Error = result.State == TrialState.Complete ? null : result.Error ?? "It gave no score.",
            Started = started,
            Finished = TimeProvider.System.GetUtcNow(),
            Worker = $"{System.Environment.MachineName} {System.Environment.ProcessId}",
        };
    }
}
