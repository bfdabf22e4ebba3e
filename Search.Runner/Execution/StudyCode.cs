namespace HyperSearch.Runner;

/// <summary>Calls what a study's author wrote outside of trials. It may take long or never end: then it says so, and can be interrupted.</summary>
internal static class StudyCode
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    /// <summary>Finds the parameters of a study.</summary>
    /// <exception cref="SpaceException">The settings function is wrong.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted, and what runs is left behind.</exception>
    public static Task<SearchSpace> TraceAsync(Study study, TextWriter messages, CancellationToken interrupt, TimeProvider? clock = null) => RunAsync(
        study.TraceSpace, "The settings function has been called for 10 s with one combination of values after another, and has not come to an end. It should take no time: does a loop in it not end?",
        messages, interrupt, clock);

    /// <summary>Calls <paramref name="code"/> on a thread of its own.</summary>
    /// <param name="code">What to call.</param>
    /// <param name="isLong">What to say when it takes longer than 10 s.</param>
    /// <param name="messages">Where to say it.</param>
    /// <param name="interrupt">Leaves it behind.</param>
    /// <param name="clock">Counts the seconds.</param>
    /// <exception cref="OperationCanceledException">The command was interrupted, and what runs is left behind.</exception>
    public static async Task<T> RunAsync<T>(Func<T> code, string isLong, TextWriter messages, CancellationToken interrupt, TimeProvider? clock = null)
    {
        var call = Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var timer = new CancellationTokenSource();
        var delay = Task.Delay(Long, clock ?? TimeProvider.System, timer.Token);
        try
        {
            if (await Task.WhenAny(call, delay).WaitAsync(interrupt) == delay)
                await messages.WriteLineAsync($"{isLong} Ctrl-C ends it.");
            return await call.WaitAsync(interrupt);
        }
        finally
        {
            await timer.CancelAsync();
        }
    }
}
