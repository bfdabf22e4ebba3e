using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Calls what a study's author wrote outside of trials. It may take long or never end: then it says so, and can be interrupted.</summary>
internal static class StudyCode
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    /// <summary>Finds the parameters of a study.</summary>
    /// <exception cref="SpaceException">The settings function is wrong.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted, and what runs is left behind.</exception>
    public static Task<SearchSpace> TraceAsync(Study study, Output output, CancellationToken interrupt, TimeProvider? clock = null) => RunAsync(
        study.TraceSpace, "The settings function has been called for 10 s with one combination of values after another, and has not come to an end. It should take no time: does a loop in it not end?",
        output, interrupt, clock);

    /// <summary>Gets a study ready for its trials.</summary>
    /// <exception cref="CommandFailedException">It cannot be made ready.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted, and what runs is left behind.</exception>
    public static async Task PrepareAsync(Study study, Output output, CancellationToken interrupt)
    {
        if (study.Prepare is not { } prepare)
            return;
        try
        {
            await RunAsync(() => { prepare(); return true; }, "The study is getting ready (Prepare) for 10 s.", output, interrupt);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && interrupt.IsCancellationRequested))
        {
            var reason = exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException
                ? exception.Message
                : ErrorText.InOneLine(exception);
            throw new CommandFailedException($"The study cannot begin, and no trial was started: {reason}");
        }
    }

    /// <summary>Calls <paramref name="code"/> on a thread of its own.</summary>
    /// <param name="code">What to call.</param>
    /// <param name="isLong">What to say when it takes longer than 10 s.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="interrupt">Leaves it behind.</param>
    /// <param name="clock">Counts the seconds.</param>
    /// <exception cref="OperationCanceledException">The command was interrupted, and what runs is left behind.</exception>
    public static async Task<T> RunAsync<T>(Func<T> code, string isLong, Output output, CancellationToken interrupt, TimeProvider? clock = null)
    {
        var call = Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var timer = new CancellationTokenSource();
        var delay = Task.Delay(Long, clock ?? TimeProvider.System, timer.Token);
        try
        {
            if (await Task.WhenAny(call, delay).WaitAsync(interrupt) == delay)
                await output.Error.WriteLineAsync($"{isLong} Ctrl-C ends it.");
            return await call.WaitAsync(interrupt);
        }
        finally
        {
            await timer.CancelAsync();
        }
    }
}
