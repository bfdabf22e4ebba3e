using System.Runtime.ExceptionServices;

namespace HyperSearch.Runner;

/// <summary>One program that runs as a trial, from its start to what is known of it at its end. Used by one thread, which stays with it.</summary>
internal sealed class ProgramRun
{
    // How often it is looked whether the checkpoint folder has changed, and how long its files must have been at rest.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // What a program has started and left behind may still print what was on its way.
    private static readonly TimeSpan PatienceWithRest = TimeSpan.FromSeconds(1);

    // Each line may ask a pruner that takes its time.
    private static readonly TimeSpan PatienceWithOutput = TimeSpan.FromMinutes(1);

    // What ends HyperSearch may have ended the program first.
    private static readonly TimeSpan PatienceWithInterruption = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly ProgramLimits _limits;
    private readonly ITrial _trial;
    private readonly ProgramFolder _folder;
    private readonly ProgramOutput _output;
    private readonly ProgramCheckpoints _checkpoints;
    private readonly TimeProvider _clock = TimeProvider.System;
    private string? _resultFault;

    public ProgramRun(ProgramLimits limits, ITrial trial, ProgramFolder folder)
    {
        (_limits, _trial, _folder) = (limits, trial, folder);
        _output = new(trial, TrialLog.Current);
        _checkpoints = new(folder.Checkpoint, Path.Combine(folder.Path, "checkpoint.tar"), trial, limits.MostCheckpointBytes);
    }

    /// <summary>Runs it.</summary>
    /// <param name="start">What is started.</param>
    /// <param name="result">Where the result is; null where the output has it.</param>
    /// <param name="cancel">Has it end.</param>
    /// <returns>The result; where the trial was told to stop, the last value of the output.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProgramException">It has failed.</exception>
    /// <exception cref="InvalidDataException">It has a checkpoint that cannot be read.</exception>
    public double Run(ProcessStart start, ProgramResult? result, CancellationToken cancel)
    {
        _checkpoints.Restore();
        using var process = ProgramProcess.Start(start);
        // It goes before the guard does, who removes it where this process dies.
        using var folder = _folder;
        var (end, hasEndedItself) = RunToEnd(process, cancel);
        if (hasEndedItself && end.IsSuccess && result is not null)
            TakeResult(result);
        _output.Finish();
        if (_output.Fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
        if (!hasEndedItself || _output.Stopped.IsCompleted || IsInterruption(end, cancel))
            _checkpoints.SaveLast(_output.LastStep, hasEndedItself: end.ExitCode is not null);
        if (!_output.Stopped.IsCompleted && (!hasEndedItself || (!end.IsSuccess && cancel.IsCancellationRequested)))
            throw new OperationCanceledException(cancel);
        RecordUsage(end);
        ProgramArtifacts.Save(_folder.Artifacts, _trial, _limits.MostArtifacts, _limits.MostArtifactBytes);
        if (_output.Stopped.IsCompleted)
            return _output.Last ?? double.NaN;
        return end.IsSuccess ? Result() : throw ProgramFailure.OfEnd(end, _output, _limits);
    }

    private (ProcessEnd End, bool HasEndedItself) RunToEnd(IProgramProcess process, CancellationToken cancel)
    {
        Task[] readers = [Read(process.StandardOutput, isOutput: true), Read(process.StandardError, isOutput: false)];
        var hasEndedItself = Wait(process, cancel);
        if (hasEndedItself)
        {
            Task.WaitAll(readers, PatienceWithRest);
        }
        else
        {
            _output.Close();
            process.AskToEnd();
            WaitForAll(process, readers);
        }
        var end = process.End();
        // What could not be killed may hold the pipe: its reader is left behind.
        Task.WaitAll(readers, PatienceWithOutput);
        return (end, hasEndedItself);
    }

    private Task Read(Stream stream, bool isOutput) =>
        Task.Factory.StartNew(() => _output.ReadAll(stream, isOutput), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Whether it has ended by itself. Where a scheduler sends its signal to all, one that saves and ends well has not.
    private bool Wait(IProgramProcess process, CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancel.Register(() => cancelled.TrySetResult());
        var looked = _clock.GetTimestamp();
        // Soon at first, for those that take no time.
        for (var pause = Glance; Task.WaitAny([process.Ended, _output.Stopped, cancelled.Task], pause) < 0; pause = 2 * pause < Interval ? 2 * pause : Interval)
        {
            process.Measure();
            if (_clock.GetElapsedTime(looked) < Interval)
                continue;
            _checkpoints.Look(_output.LastStep);
            looked = _clock.GetTimestamp();
        }
        return process.Ended.IsCompleted && !cancel.IsCancellationRequested;
    }

    private void WaitForAll(IProgramProcess process, Task[] readers)
    {
        var asked = _clock.GetTimestamp();
        if (Task.WaitAll([process.Ended, .. readers], _limits.Grace))
        {
            // Some of it may go on without a word.
            while (process.HasGroup && _clock.GetElapsedTime(asked) < _limits.Grace)
                Task.Delay(Glance).Wait();
        }
    }

    // A signal that went to both, such as that of a scheduler.
    private static bool IsInterruption(ProcessEnd end, CancellationToken cancel) =>
        (end is { Signal: 1 or 2 or 15 } or { ExitCode: 128 + 1 or 128 + 2 or 128 + 15 }) && cancel.WaitHandle.WaitOne(PatienceWithInterruption);

    private void TakeResult(ProgramResult result)
    {
        try
        {
            _output.TakeResult(result.Read());
        }
        catch (Exception exception) when (exception is ProgramException or IOException or UnauthorizedAccessException)
        {
            _resultFault = exception.Message;
        }
    }

    private double Result() =>
        _resultFault is { } fault ? throw ProgramFailure.Of(fault, _output)
        : _output.Last is not { } last ? throw ProgramFailure.WithoutResult(_trial.Metric, _output)
        : double.IsFinite(last) ? last
        : throw ProgramFailure.Of($"The result of the program, its last `{SafeText.Line(_trial.Metric)}`, is {last}: a score must be finite.", _output);

    private void RecordUsage(ProcessEnd end)
    {
        // What the program says under these names itself stays.
        foreach (var (name, value) in (ReadOnlySpan<(string, double?)>)[("cpu_seconds", end.CpuTime.TotalSeconds), ("memory_mb", end.PeakMemory / 1e6)])
        {
            if (value is { } number && name != _trial.Metric && !_output.Names.Contains(name))
                _trial.Record(name, number);
        }
    }
}
