using System.Text.Json;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What trials print: where it goes, and how it is found again.</summary>
public sealed class TrialLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task While_a_run_prints_data_what_trials_print_goes_to_standard_error(string format)
    {
        var run = await InvokeAsync("run", "--workers", "2", "--format", format);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("trial 0", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("getting ready", run.Out, StringComparison.Ordinal);
        foreach (var line in (string[])["getting ready", "trial 0 begins", "trial 3 ends"])
            Assert.Contains(line, run.Error, StringComparison.Ordinal);
        if (format == "json")
            Assert.Equal(4, JsonDocument.Parse(run.Out).RootElement.GetProperty("counts").GetProperty("complete").GetInt32());
        else
            Assert.Equal(5, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Else_it_goes_where_the_trial_printed_it()
    {
        var run = await InvokeAsync("run", "--workers", "1");

        Assert.Contains("trial 2 begins", run.Out, StringComparison.Ordinal);
        Assert.Contains("trial 2 warns", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("trial 2 warns", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_trial_has_its_own_also_where_several_run_at_once()
    {
        await InvokeAsync("run", "--workers", "4");

        for (var trial = 0; trial < 4; trial++)
        {
            var log = await InvokeAsync("show", $"{trial}", "--log");
            Assert.Equal((0, $"trial {trial} begins \\u001b[31m\ntrial {trial} warns\ntrial {trial} ends\n"), (log.ExitCode, log.Out));
        }
    }

    [Fact]
    public async Task Of_much_the_beginning_and_the_end_are_kept()
    {
        await InvokeAsync("run", "--trials", "1", "--much", "2000");

        var lines = (await InvokeAsync("show", "0", "--log")).Out.Split('\n');

        Assert.InRange(lines.Sum(line => line.Length + 1), TrialLog.MostAtEnd, TrialLog.MostAtBeginning + TrialLog.MostAtEnd + 100);
        Assert.StartsWith("trial 0 begins", lines[0], StringComparison.Ordinal);
        Assert.Equal(["trial 0 ends", ""], lines[^2..]);
        Assert.StartsWith("1999 x", lines[^3], StringComparison.Ordinal);
        Assert.Single(lines, "--- a part was too much to keep ---");
    }

    [Fact]
    public async Task The_log_of_no_trial_is_asked_for_in_vain()
    {
        await InvokeAsync("run", "--trials", "1");

        Assert.Equal("--log prints what one trial has printed: name its number.\n", (await InvokeAsync("show", "--log")).Error);
    }

    private async Task<CommandRun> InvokeAsync(params string[] args)
    {
        using var process = StudyProcess.StartStudy(PrintingStudy.Name, [.. args, "--store", _folder.File("studies.db")]);
        return await process.EndAsync();
    }
}
