using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Shows a run while it goes on: redrawn in place on a terminal, else as plain lines.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a run and shows its progress; what it throws comes out.</summary>
    public static async Task<RunOutcome> ShowAsync(Task<RunOutcome> run, RunMonitor monitor, IStudyRecord record, Budget budget, Output output)
    {
        if (output.LiveRegion is { } region)
        {
            try
            {
                await RepeatAsync(run, Redraw, async () => region.Show((await LineAsync()).ToLines(region.Width, output.HasColor, output.HasBlocks)));
            }
            finally
            {
                region.End();
            }
        }
        else
        {
            await RepeatAsync(run, PlainLine, async () => await output.Error.WriteLineAsync((await LineAsync()).ToString()));
        }
        return await run;

        async Task<ProgressLine> LineAsync() => new(await record.CountAsync(), monitor.Snapshot(), budget);
    }

    // Once in a while until the run has ended, and once after that.
    private static async Task RepeatAsync(Task run, TimeSpan pause, Func<Task> show)
    {
        while (await Task.WhenAny(run, Task.Delay(pause)) != run)
            await TryAsync(show);
        if (run.IsCompletedSuccessfully)
            await TryAsync(show);
    }

    // A store that cannot be read now is no reason to leave the run alone, which may do without for a while.
    private static async Task TryAsync(Func<Task> show)
    {
        try
        {
            await show();
        }
        catch (StoreException)
        {
        }
    }
}
