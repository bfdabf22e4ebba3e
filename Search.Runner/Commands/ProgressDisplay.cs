using Search.Core;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Search.Runner;

/// <summary>Shows a run while it goes on: redrawn in place on a terminal, else as plain lines.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a run and shows its progress; what it throws comes out.</summary>
    public static async Task<RunOutcome> ShowAsync(Task<RunOutcome> run, RunMonitor monitor, IStudyRecord record, Budget budget, Output output)
    {
        if (output.ErrorIsTerminal)
            await output.Progress.Live(Text.Empty).StartAsync(async live =>
            {
                await RepeatAsync(run, Redraw, async () => live.UpdateTarget(Drawn(await LineAsync())));
            });
        else
            await RepeatAsync(run, PlainLine, async () => await output.Error.WriteLineAsync((await LineAsync()).ToString()));
        return await run;

        async Task<ProgressLine> LineAsync() => new(await record.CountAsync(), monitor.Snapshot(), budget);
    }

    // Once in a while until the run has ended, and once after that.
    private static async Task RepeatAsync(Task run, TimeSpan pause, Func<Task> show)
    {
        while (await Task.WhenAny(run, Task.Delay(pause)) != run)
            await show();
        if (run.IsCompletedSuccessfully)
            await show();
    }

    private static IRenderable Drawn(ProgressLine line)
    {
        var text = new Text(line.ToString());
        return line.Share is { } share
            ? new Rows(new BreakdownChart().Width(60).HideTags().AddItem("done", share, Color.Green).AddItem("open", 1 - share, Color.Grey23), text)
            : text;
    }
}
