using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>A run whose standard streams are closed, full or gone.</summary>
public sealed class BrokenStreamTests : IDisposable
{
    private const int Trials = 30;
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("<&- 2>&-")]
    public async Task A_run_goes_on_without_its_progress_where_standard_error_cannot_be_written(string redirection)
    {
        var end = await RunAsync(redirection, "run");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains($"{Trials} trials: {Trials} complete", end.Out, StringComparison.Ordinal);
        await AssertWholeAsync();
    }

    [Theory]
    [InlineData(">/dev/full", "No space left on device.")]
    [InlineData(">&-", "The stream is closed.")]
    public async Task Results_that_cannot_be_printed_end_with_a_message_and_1_and_the_record_is_whole(string redirection, string reason)
    {
        var end = await RunAsync(redirection, "run");

        Assert.Equal((1, ""), (end.ExitCode, end.Out));
        Assert.EndsWith($"\nThe results could not be printed: {reason} The record is whole.\n", end.Error, StringComparison.Ordinal);
        await AssertWholeAsync();
    }

    [Theory]
    [InlineData(">/dev/full 2>/dev/full")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_run_that_can_say_nothing_at_all_ends_with_1_and_the_record_is_whole(string redirection)
    {
        var end = await RunAsync(redirection, "run");

        Assert.Equal((1, "", ""), (end.ExitCode, end.Out, end.Error));
        await AssertWholeAsync();
    }

    [Theory]
    [InlineData("list --format json")]
    [InlineData("trials --format csv")]
    [InlineData("show 3")]
    [InlineData("run --help")]
    public async Task Every_verb_tells_that_its_results_could_not_be_printed(string verb)
    {
        await RunAsync("", "run");

        var end = await RunAsync(">/dev/full", verb.Split(' '));

        Assert.Equal((1, "The results could not be printed: No space left on device. The record is whole.\n"), (end.ExitCode, end.Error));
    }

    [Fact]
    public async Task A_program_that_reads_no_further_ends_it_quietly_with_141()
    {
        await RunAsync("", "run");
        string[] reading = ["sh", "-c", "{ sleep 1; \"$@\"; echo $? >&2; } | sleep 0", "sh"];
        using var process = StudyProcess.Start(reading, Nothing, "trials", "--store", Store);

        var end = await process.EndAsync();

        Assert.Equal(("", "141\n"), (end.Out, end.Error));
    }

    [Fact]
    public async Task A_run_whose_terminal_is_closed_ends_as_if_it_were_asked_to_and_leaves_no_trial_running()
    {
        RequireTerminal();
        using var process = TerminalProcess.Start(80, "run", "--store", Store, "--workers", "1", "--pause", "300");
        await UntilFirstResultAsync();

        await process.CloseAsync();

        var trials = await ReadAsync();
        Assert.DoesNotContain(trials, trial => trial.State is TrialState.Running or TrialState.Failed);
        Assert.Contains(trials, trial => trial.State is TrialState.Waiting);
    }

    [Fact]
    public async Task A_run_that_outlives_its_terminal_goes_on_to_its_end()
    {
        RequireTerminal();
        using var process = TerminalProcess.StartLasting("run", "--store", Store, "--workers", "1", "--pause", "50");
        await UntilFirstResultAsync();

        Assert.Equal(1, await process.CloseAsync());

        await AssertWholeAsync();
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("</dev/null")]
    public async Task Delete_without_anybody_to_ask_deletes_nothing_and_ends(string redirection)
    {
        await RunAsync("", "run");

        var end = await RunAsync(redirection, "delete");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("There is nobody to ask", end.Error, StringComparison.Ordinal);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task Delete_whose_terminal_goes_or_is_interrupted_while_it_asks_deletes_nothing_and_ends()
    {
        RequireTerminal();
        await RunAsync("", "run");
        using var closed = TerminalProcess.StartLasting("delete", "--store", Store);
        await closed.UntilAsync("y/N");
        Assert.Equal(2, await closed.CloseAsync());

        using var interrupted = TerminalProcess.Start(80, "delete", "--store", Store);
        await interrupted.UntilAsync("y/N");
        await interrupted.InterruptAsync();
        Assert.Equal(130, (await interrupted.EndAsync()).Code);
        await AssertWholeAsync();
    }

    private static Dictionary<string, string> Nothing { get; } = [];

    private static void RequireTerminal()
    {
        if (!TerminalProcess.IsSupported)
            Assert.Skip("There is no `script` here that makes a terminal.");
    }

    private async Task<CommandRun> RunAsync(string redirection, params string[] verb)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux has /dev/full.");
        using var process = StudyProcess.Start(["sh", "-c", $"exec \"$@\" {redirection}", "sh"], Nothing, [.. verb, "--store", Store]);
        return await process.EndAsync();
    }

    private async Task UntilFirstResultAsync()
    {
        while (!File.Exists(Store) || (await ReadAsync()).All(trial => !trial.IsFinished))
            await Task.Delay(20);
    }

    private async Task AssertWholeAsync()
    {
        Assert.Equal(Enumerable.Repeat(TrialState.Complete, Trials), (await ReadAsync()).Select(trial => trial.State));
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await command.ExecuteScalarAsync());
    }

    private async Task<IReadOnlyList<Trial>> ReadAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return await store.FindAsync(ProcessStudy.Name) is { } record ? await record.ReadAsync() : [];
    }
}
