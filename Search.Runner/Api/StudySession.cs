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
    private readonly TrialSession _trials;

    private StudySession(Study<TSettings> study, OpenedStore opened)
    {
        (_study, _opened) = (study, opened);
        _trials = new(study, opened.Study, opened.Options, new(opened.Study.Record.Study.Goal, opened.Options.Progress, opened.Options.Logger));
    }

    internal static async Task<StudySession<TSettings>> BeginAsync(Study<TSettings> study, OpenedStore opened)
    {
        if (opened.Options.Reproducible)
            throw new ArgumentException("A session is not reproducible: the order of results is that in which they are told.", nameof(opened));
        var session = new StudySession<TSettings>(study, opened);
        foreach (var warning in opened.Warnings)
            session._trials.Monitor.Warn(warning);
        await session._trials.BeginAsync();
        return session;
    }

    /// <summary>The next trial; null where none is left to start: <see cref="EndAsync()"/> tells why.</summary>
    /// <param name="cancel">Gives up waiting; a trial that was started all the same goes back.</param>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<AskedTrial<TSettings>?> AskAsync(CancellationToken cancel = default)
    {
        if (await _trials.AskAsync(cancel) is not { } trial)
            return null;
        try
        {
            return new(_study.Space(trial.Running), trial);
        }
        catch
        {
            await trial.ReleaseAsync();
            throw;
        }
    }

    /// <summary>Why nothing is left to start.</summary>
    public Task<RunEnd> EndAsync() => _trials.EndAsync();

    /// <summary>What the study has come to so far.</summary>
    public async Task<StudyResult<TSettings>> ReadAsync(CancellationToken cancel = default)
    {
        var record = _trials.Record;
        var progress = _trials.Monitor.Snapshot();
        return new(_study, _opened.Study.Space, await record.ReadAsync(cancel), await record.ReadMetricsAsync(cancel), new(await EndAsync(), progress.Ended, null), progress.Warnings);
    }

    /// <summary>Closes the session. Trials that were asked for and not told go back to waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await _trials.DisposeAsync();
        await _opened.DisposeAsync();
    }
}
