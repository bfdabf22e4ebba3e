using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>
/// A study whose trials a program asks for and whose scores it tells, from any number of tasks or threads, and of any number of
/// processes that share the store.
/// </summary>
/// <remarks>
/// A trial that was asked for is leased, like any other that runs: while the session is open it stays this process's, and when that
/// dies or closes the session untold, the trial goes to whoever asks next.
/// </remarks>
public sealed class StudySession<TSettings> : IAsyncDisposable
{
    private readonly Study<TSettings> _study;
    private readonly OpenedStore _opened;
    private readonly RunMonitor _monitor;
    private readonly OnceWarnings _warnings;
    private readonly Pruning? _pruning;
    private readonly RunCheckpoints? _checkpoints;
    private readonly CancellationTokenSource _stop = new();
    private TrialStarts? _starts;
    private Task _heartbeat = Task.CompletedTask;

    private StudySession(Study<TSettings> study, OpenedStore opened)
    {
        (_study, _opened) = (study, opened);
        _monitor = new(Record.Study.Goal, opened.Options.Progress, opened.Options.Logger);
        _warnings = new(_monitor.Warn);
        _pruning = opened.Options.Prune && (opened.Options.Pruner ?? study.Pruner) is { } pruner ? new(pruner, Record.Study) : null;
        _checkpoints = RunCheckpoints.Open(opened.Options.CheckpointFolder, Record, opened.Study.Space, study.Policy, _warnings);
    }

    private IStudyRecord Record => _opened.Study.Record;

    internal static async Task<StudySession<TSettings>> BeginAsync(Study<TSettings> study, OpenedStore opened)
    {
        if (opened.Options.Reproducible)
            throw new ArgumentException("A session is not reproducible: the order of results is that in which they are told.", nameof(opened));
        var session = new StudySession<TSettings>(study, opened);
        foreach (var warning in opened.Warnings)
            session._monitor.Warn(warning);
        session._starts = await TrialStarts.BeginAsync(study, session.Record, opened.Options, session._pruning, session._checkpoints, session._monitor);
        session._heartbeat = new HeartbeatSender(session.Record, session._monitor.Warn).RunAsync(session._stop.Token);
        return session;
    }

    /// <summary>The next trial; null where none is left to start: <see cref="EndAsync()"/> tells why.</summary>
    /// <param name="cancel">Gives up waiting; a trial that was started all the same goes back.</param>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<AskedTrial<TSettings>?> AskAsync(CancellationToken cancel = default)
    {
        while (await _starts!.StartAsync(cancel) is { } trial)
        {
            try
            {
                var running = new RunningTrial(Record, _opened.Study.Space, trial, _pruning, _checkpoints, _checkpoints?.Read(trial), _warnings, _study.Keep != Artifacts.None);
                if (running.DecideWhereItStands())
                    return new(_study.Space(running), trial, running, FinishAsync);
                running.End();
                await FinishAsync(trial, running, TrialResult.Pruned(running.LastMeasurement!.Value.Value));
            }
            catch
            {
                await Record.ReleaseAsync(trial);
                throw;
            }
        }
        return null;
    }

    /// <summary>Why nothing is left to start.</summary>
    public Task<RunEnd> EndAsync() => _starts!.EndAsync();

    /// <summary>What the study has come to so far.</summary>
    public async Task<StudyResult<TSettings>> ReadAsync(CancellationToken cancel = default)
    {
        var progress = _monitor.Snapshot();
        return new(_study, _opened.Study.Space, await Record.ReadAsync(cancel), await Record.ReadMetricsAsync(cancel), new(await EndAsync(), progress.Ended, null), progress.Warnings);
    }

    /// <summary>Closes the session. Trials that were asked for and not told go back to waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _heartbeat;
        await _opened.DisposeAsync();
        _stop.Dispose();
    }

    // Null: it goes back to waiting.
    private async Task<bool> FinishAsync(Trial trial, RunningTrial running, TrialResult? result)
    {
        if (result is null)
            return await Record.ReleaseAsync(trial);
        if (!await Record.FinishAsync(trial, result))
        {
            _monitor.Warn($"The result of trial {trial.Number} came too late and was discarded: another worker had taken the trial over, or it was ended by hand.");
            return false;
        }
        _monitor.TrialEnded(trial, result);
        if (result.State != TrialState.Pruned || _pruning?.CanPromote != true)
            _checkpoints?.Remove(trial);
        if (running.HasArtifacts && _study.Keep.Most is { } most)
            await Record.KeepArtifactsOfBestAsync(most);
        return true;
    }
}
