namespace Search.Tests;

/// <summary>What a person sees of a run on a terminal, in a process of its own.</summary>
public sealed class TerminalRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task The_message_of_Ctrl_C_stays_above_the_progress(int columns)
    {
        using var process = Start(columns);
        await process.UntilAsync("best ");
        await process.InterruptAsync();

        var (code, seen, _) = await process.EndAsync();

        Assert.Equal(130, code);
        var lines = seen.Split('\n');
        var message = Array.FindIndex(lines, line => line.StartsWith("Stopping: trials tha", StringComparison.Ordinal));
        var rows = (72 + columns - 1) / columns;
        Assert.Equal("Stopping: trials that run go back to waiting. Once more: leave at once.", string.Concat(lines.Skip(message).Take(rows).Select((line, i) => i < rows - 1 ? line.PadRight(columns) : line)));
        Assert.EndsWith(" %", lines[message + rows], StringComparison.Ordinal);
        Assert.Contains("done", lines[message + rows + 1], StringComparison.Ordinal);
        Assert.Single(lines, line => line.EndsWith(" %", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= columns));
    }

    [Fact]
    public async Task Progress_takes_the_width_of_the_terminal_of_standard_error_where_standard_output_is_none()
    {
        using var process = Start(40, $"> {_folder.File("out")}");
        await process.UntilAsync("best ");
        await process.InterruptAsync();

        var (code, seen, _) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.Single(seen.Split('\n'), line => line.EndsWith(" %", StringComparison.Ordinal) && line.Length == 39);
        Assert.Contains("minimize loss", await File.ReadAllTextAsync(_folder.File("out")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_plain_lines_where_standard_error_is_no_terminal()
    {
        using var process = Start(20, $"2> {_folder.File("error")}", "--trials", "3");

        var (code, seen, written) = await process.EndAsync();

        Assert.Equal((0, false), (code, written.Contains('\e')));
        Assert.Contains("process-study:\nminimize loss\n", seen, StringComparison.Ordinal);
        Assert.StartsWith("3/3 done, best ", await File.ReadAllTextAsync(_folder.File("error")), StringComparison.Ordinal);
    }

    private TerminalProcess Start(int columns, string redirection = "", params string[] more)
    {
        if (!TerminalProcess.IsSupported)
            Assert.Skip("There is no `script` here that makes a terminal.");
        return TerminalProcess.StartRedirected(columns, redirection, ["run", "--store", Store, "--workers", "1", "--pause", "30", .. more.Length > 0 ? more : ["--trials", "1000"]]);
    }
}
