using System.Collections.Concurrent;
using System.Text.Json;
using HyperSearch;

namespace Search.Tests;

/// <summary>The verb <c>confirm</c>, and what <c>report</c> says of it.</summary>
public sealed class ConfirmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<(int Trial, ulong Seed, ulong Split, bool IsTest)> _runs = [];

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_finalists_run_again_until_the_best_is_known_and_the_report_says_so()
    {
        await InvokeAsync("run", "--workers", "2");
        var trials = (await InvokeAsync("trials", "--format", "csv")).Out;
        Assert.Contains("null", Json((await InvokeAsync("report", "--format", "json")).Out, "confirmation") ?? "null", StringComparison.Ordinal);
        _runs.Clear();

        var confirm = await InvokeAsync("confirm", "--top", "4", "--replicates", "6", "--workers", "2");

        Assert.Equal((0, ""), (confirm.ExitCode, confirm.Error.Contains("Warning", StringComparison.Ordinal) ? confirm.Error : ""));
        Assert.InRange(_runs.Count, 4 * ConfirmationRace.FirstRuns, 24);
        Assert.Equal(4, _runs.Select(run => run.Trial).Distinct().Count());
        // The r-th runs of all have the same seed and split; no other two have.
        Assert.All(_runs.GroupBy(run => (run.Seed, run.Split)), group => Assert.Equal(group.Count(), group.Select(run => run.Trial).Distinct().Count()));
        var report = await InvokeAsync("report");
        Assert.Contains("confirmed: trial ", report.Out, StringComparison.Ordinal);
        Assert.Contains(" of 4 finalists with probability ", report.Out, StringComparison.Ordinal);
        Assert.Contains("its first score, ", report.Out, StringComparison.Ordinal);
        Assert.Equal(_runs.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), Json((await InvokeAsync("report", "--format", "json")).Out, "confirmation", "runs"));
        // They are no trials.
        Assert.Equal(trials, (await InvokeAsync("trials", "--format", "csv")).Out);
        Assert.Contains("20 proposals recomputed, all identical", (await InvokeAsync("replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_call_runs_nothing_that_is_on_record()
    {
        await InvokeAsync("run");
        await InvokeAsync("confirm", "--top", "3", "--replicates", "3");
        var before = _runs.Count;
        var again = await InvokeAsync("confirm", "--top", "3", "--replicates", "3");
        Assert.Equal((0, before), (again.ExitCode, _runs.Count));

        await InvokeAsync("confirm", "--top", "3", "--replicates", "5", "--probability", "1");
        Assert.Equal(20 + 15, _runs.Count);
    }

    [Fact]
    public async Task The_winner_is_scored_on_the_test_part_and_a_second_time_warns()
    {
        await InvokeAsync("run");
        Assert.Equal((1, "There is no winner yet whose test could be scored. `confirm`, without --test, comes first.\n"), await InvokeAsync("confirm", "--test") is var none ? (none.ExitCode, none.Error) : default);
        await InvokeAsync("confirm", "--top", "2");
        Assert.DoesNotContain(_runs, run => run.IsTest);

        var test = await InvokeAsync("confirm", "--test");

        Assert.Equal((0, ""), (test.ExitCode, test.Error));
        Assert.Single(_runs, run => run.IsTest);
        Assert.Contains("test: ", test.Out, StringComparison.Ordinal);
        Assert.Contains(", scored once, ", test.Out, StringComparison.Ordinal);
        var second = await InvokeAsync("confirm", "--test");
        Assert.StartsWith("Warning: the test part has been scored once before.", second.Error, StringComparison.Ordinal);
        Assert.Contains("scored 2 times", second.Out, StringComparison.Ordinal);
        Assert.Equal(2, _runs.Where(run => run.IsTest).Select(run => run.Seed).Distinct().Count());
    }

    [Fact]
    public async Task A_copy_has_the_confirmations()
    {
        await InvokeAsync("run");
        await InvokeAsync("confirm", "--top", "2");
        await InvokeAsync("copy", "mine", "--to", _folder.File("other.db"));
        var original = (await InvokeAsync("report")).Out;
        var copy = (await CommandRun.OfAsync(Create(), "report", "--name", "mine", "--store", _folder.File("other.db"))).Out;
        Assert.Contains("confirmed: ", copy, StringComparison.Ordinal);
        Assert.Equal(original[original.IndexOf("confirmed:", StringComparison.Ordinal)..], copy[copy.IndexOf("confirmed:", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task What_fails_counts_as_a_run_and_without_any_score_there_is_no_winner()
    {
        await InvokeAsync("run");
        var failing = Studies.Create((_, _, _) => throw new InvalidOperationException("broken now"));
        var confirm = await CommandRun.OfAsync(failing, "confirm", "--store", Store, "--top", "2");
        Assert.Equal(1, confirm.ExitCode);
        Assert.Contains("broken now", confirm.Error, StringComparison.Ordinal);
        Assert.Contains("too few to name a winner", confirm.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_complete_trial_there_is_nothing_to_confirm()
    {
        var failing = Studies.Create((_, _, _) => throw new InvalidOperationException("no"), trials: 2);
        await CommandRun.OfAsync(failing, "run", "--store", Store);
        var confirm = await CommandRun.OfAsync(failing, "confirm", "--store", Store);
        Assert.Equal((1, "No trial is complete and within all constraints: there is nothing to confirm. `run` comes first.\n"), (confirm.ExitCode, confirm.Error));
    }

    [Theory]
    [InlineData("--replicates", "1")]
    [InlineData("--probability", "0")]
    [InlineData("--probability", "1.5")]
    [InlineData("--top", "0")]
    public async Task What_makes_no_race_is_refused(string option, string value) => Assert.Equal(2, (await InvokeAsync("confirm", option, value)).ExitCode);

    private Study<(double Rate, int Units)> Create() => Studies.Create((settings, trial, _) =>
    {
        _runs.Enqueue((trial.Number, trial.Seed, trial.Split, trial.IsTest));
        return settings.Units - Math.Abs(Math.Log10(settings.Rate) + 4) + trial.Seed % 1000 / 1000.0;
    });

    private Task<CommandRun> InvokeAsync(string verb, params string[] args) => CommandRun.OfAsync(Create(), [verb, .. args, "--store", Store]);

    private static string? Json(string text, params string[] path)
    {
        using var json = JsonDocument.Parse(text);
        var element = json.RootElement;
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
                return null;
        }
        return element.GetRawText();
    }
}
