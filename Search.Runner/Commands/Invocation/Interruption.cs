using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HyperSearch.Runner;

/// <summary>
/// Ctrl-C, SIGTERM, and SIGHUP when the terminal goes: the first asks the run to stop, the second leaves at once, and so does the
/// end of the grace time after the latter two. One of these that comes twice within a second is one: a cluster signals all processes of
/// a job, and the shell and `dotnet run` pass theirs on. The record is whole either way: what was not committed never happened, and a trial
/// that ran is taken up again.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _messages;
    private readonly TimeSpan? _grace;
    private Timer? _end;
    private long _asked;

    /// <param name="messages">Where to say what happens.</param>
    /// <param name="grace">How long after SIGTERM or SIGHUP the run may take to stop; null for as long as it takes.</param>
    public Interruption(TextWriter messages, TimeSpan? grace = null)
    {
        (_messages, _grace) = (messages, grace);
        _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _end?.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _asked, Stopwatch.GetTimestamp(), 0) is var first and not 0)
        {
            if (signal == PosixSignal.SIGINT || Stopwatch.GetElapsedTime(first) > Patience)
                Environment.Exit(ExitCodes.Interrupted);
            return;
        }
        // Before the run ends; but a terminal that is held must not hold the run.
        Task.Run(() => _messages.WriteLine("Stopping: trials that run go back to waiting. Once more: leave at once.")).Wait(Patience);
        if (signal != PosixSignal.SIGINT && _grace is { } grace)
            _end = new Timer(_ => Environment.Exit(ExitCodes.Interrupted), null, grace, Timeout.InfiniteTimeSpan);
        _ = _source.CancelAsync();
    });
}
