using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary><c>--allow-widening</c>, as a user meets it who edits a study file.</summary>
public sealed class AllowWideningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wider_study_is_refused_until_it_is_allowed_and_then_goes_on()
    {
        await InvokeAsync(Narrow(), "run", "--trials", "15");

        var refused = await InvokeAsync(Wide(), "run", "--trials", "30");
        var allowed = await InvokeAsync(Wide(), "resume", "--trials", "30", "--allow-widening");
        var again = await InvokeAsync(Wide(), "run", "--trials", "35");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--allow-widening", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, allowed.ExitCode);
        Assert.Contains("widened: parameter rate: on record float rate [1E-06, 0.01] log, now float rate [1E-08, 1] log\n", allowed.Error, StringComparison.Ordinal);
        Assert.Contains("widened: parameter float slope [0, 1] is new\n", allowed.Error, StringComparison.Ordinal);
        Assert.Contains("30 trials: 30 complete", allowed.Out, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("widened", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_widened_study_replays_with_scores_and_reports_in_its_present_space()
    {
        await InvokeAsync(Narrow(), "run", "--trials", "15");
        var before = (await InvokeAsync(Narrow(), "show", "3")).Out;
        await InvokeAsync(Wide(), "work", "--trials", "30", "--allow-widening");

        Assert.Equal("30 proposals recomputed, all identical\n4 trials run again, all scores identical\n", (await InvokeAsync(Wide(), "replay", "--scores", "0", "14", "15", "29")).Out);
        Assert.Equal(before, (await InvokeAsync(Wide(), "show", "3")).Out);
        Assert.Contains("slope", (await InvokeAsync(Wide(), "trials", "--format", "csv")).Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("widened   from trial 15 on\n", (await InvokeAsync(Wide(), "show")).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await InvokeAsync(Wide(), "show", "--format", "json")).Out);
        var earlier = json.RootElement.GetProperty("earlier_spaces")[0];
        Assert.Equal((0, 15, 2), (earlier.GetProperty("first_trial").GetInt32(), earlier.GetProperty("next_trial").GetInt32(), earlier.GetProperty("parameters").GetArrayLength()));
        Assert.Equal("queued trial 30: units=5 rate=0.5\n", (await InvokeAsync(Wide(), "enqueue", "rate=0.5")).Out);
    }

    [Fact]
    public async Task The_old_file_is_refused_once_the_study_is_wider()
    {
        await InvokeAsync(Narrow(), "run", "--trials", "5");
        await InvokeAsync(Wide(), "run", "--trials", "8", "--allow-widening");

        foreach (var args in (string[][])[["run"], ["run", "--allow-widening"], ["enqueue", "rate=0.001"]])
        {
            var refused = await InvokeAsync(Narrow(), args[0], args[1..]);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("now float rate [1E-06, 0.01] log", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("space, in which", refused.Error, StringComparison.Ordinal);
        }
        Assert.Contains("8 trials: 8 complete", (await InvokeAsync(Narrow(), "report")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rounds_are_told_by_the_ranges_that_were_declared_then()
    {
        await InvokeAsync(Narrow(new Narrowing(new RandomSearch())), "run", "--trials", "15", "--workers", "1");
        var before = (await InvokeAsync(Narrow(), "report", "--rounds")).Out;
        await InvokeAsync(Wide(new Narrowing(new RandomSearch())), "run", "--trials", "30", "--allow-widening", "--workers", "1");

        var after = (await InvokeAsync(Wide(), "report", "--rounds")).Out;

        Assert.StartsWith(before[..before.IndexOf("round 2", StringComparison.Ordinal)], after, StringComparison.Ordinal);
        Assert.Equal(4, (await InvokeAsync(Wide(), "report", "--rounds", "--format", "csv")).Out.Count(c => c == '\n'));
        Assert.Equal("30 proposals recomputed, all identical\n", (await InvokeAsync(Wide(new Narrowing(new RandomSearch())), "replay")).Out);
    }

    [Fact]
    public async Task A_process_that_runs_the_old_file_keeps_its_results_and_ends_with_the_reason()
    {
        using var old = StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "10", "--trials", "5000");
        await using var store = new SqliteStudyStore(Store);
        IStudyRecord? record = null;
        while (record is null || (await record.CountAsync(Cancel)).Finished < 10)
        {
            await Task.Delay(20, Cancel);
            record ??= await store.FindAsync(ProcessStudy.Name, Cancel);
        }
        var recorded = record.Study;
        var wide = new StudyDefinition(recorded.Name, new SearchSpace(new FloatParameter("x", -2, 1)), recorded.Goal, recorded.Seed) { Options = recorded.Options };

        var widened = await store.WidenAsync(wide, Cancel);
        var end = await old.EndAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("parameter x: on record float x [-2, 1], now float x [-1, 1]", end.Error, StringComparison.Ordinal);
        var trials = await widened.ReadAsync(Cancel);
        Assert.Equal(trials.Count, (await widened.ReadSpacesAsync(Cancel))[^1].FirstTrial);
        Assert.DoesNotContain(trials, trial => trial.State is TrialState.Running or TrialState.Failed);
        Assert.Equal(Enumerable.Range(0, trials.Count), trials.Select(trial => trial.Number));
    }

    private static Study<double> Narrow(IStrategy? strategy = null) => Create(
        suggest => suggest.Int("units", 1, 8) - Math.Abs(Math.Log10(suggest.LogUniform("rate", 1e-6, 1e-2)) + 1), strategy);

    private static Study<double> Wide(IStrategy? strategy = null) => Create(
        suggest =>
        {
            var units = suggest.Int("units", 1, 8);
            var rate = suggest.LogUniform("rate", 1e-8, 1);
            return units - Math.Abs(Math.Log10(rate) + 1) + (rate > 0.6 ? suggest.Uniform("slope", 0, 1) : 0);
        },
        strategy);

    private static Study<double> Create(Func<ISuggest, double> space, IStrategy? strategy) => new("widened")
    {
        Goal = Goal.Maximize("score"),
        Space = space,
        Objective = (score, trial, _) => score + trial.Seed % 100 / 1000.0,
        Strategy = strategy ?? new Tpe(),
        Seed = 3,
    };

    private Task<CommandRun> InvokeAsync(Study study, string verb, params string[] args) => CommandRun.OfAsync(study, [verb, "--store", Store, .. args]);
}
