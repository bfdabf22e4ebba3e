using System.Runtime.InteropServices;

namespace Search.Runner;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the run to stop, the second leaves at once. The record is whole either way: what was
/// not committed never happened, and a trial that ran is taken up again.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _messages;

    public Interruption(TextWriter messages)
    {
        _messages = messages;
        _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        _messages.WriteLine("Stopping: trials that run go back to waiting. Once more: leave at once.");
        _source.Cancel();
    });
}
