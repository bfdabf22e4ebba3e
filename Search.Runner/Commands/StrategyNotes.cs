namespace HyperSearch.Runner;

/// <summary>What a run says of its strategy before the first trial.</summary>
internal static class StrategyNotes
{
    public static async Task WriteAsync(OpenedStudy opened, Budget budget, Output output)
    {
        if (OtherThanRecorded(opened) is { } other)
            await output.Error.WriteLineAsync(other);
        if (opened.Strategy is GridSearch grid)
        {
            await output.Error.WriteLineAsync($"grid: {grid.SizeOf(opened.Space):N0} combinations at first{(grid.Rounds > 1 ? $", {grid.Rounds} rounds" : "")}");
            if (budget.Trials is { } trials && grid.LeftOut(opened.Space, trials) is { } leftOut)
                await output.Error.WriteLineAsync($"Warning: {SafeText.Line(leftOut.ToString())}");
        }
        if (opened.Strategy is ManualSearch manual)
        {
            foreach (var (number, setting, reason) in manual.RejectionsIn(opened.Space))
                await output.Error.WriteLineAsync($"Warning: Setting {number} ({SafeText.Line(setting.ToString())}) is never tried: the study forbids it: {SafeText.Line(reason)}");
        }
    }

    // A study may go on with another strategy than it began with; but whoever leaves --strategy out should see it.
    private static string? OtherThanRecorded(OpenedStudy opened)
    {
        var (recorded, now) = (opened.Record.Study.Strategy, opened.Strategy.ToString());
        return opened.IsNew || recorded.Length == 0 || recorded == now ? null : $"changed: the strategy: begun with {SafeText.Line(recorded)}, goes on with {SafeText.Line(now ?? "")}";
    }
}
