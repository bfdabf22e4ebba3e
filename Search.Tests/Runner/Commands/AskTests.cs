using System.Globalization;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Trials that are asked for and told of by commands.</summary>
public sealed class AskTests : IDisposable
{
    private static readonly int Kills = TestKills.Count(3);

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_trial_is_asked_for_reported_and_told()
    {
        var asked = await AskAsync();
        var values = asked.GetProperty("values");
        Assert.Equal((0, 1, "1-1"), (asked.GetProperty("trial").GetInt32(), asked.GetProperty("attempt").GetInt32(), asked.GetProperty("token").GetString()));
        Assert.Equal(["rate", "units"], values.EnumerateObject().Select(value => value.Name));

        Assert.Equal((0, "{\"trial\":0,\"state\":\"running\",\"stop\":false}\n"), await TellAsync("0", "--report", "1=0.5", "--report", "2=-0.25", "--metric", "a=b=3", "--note", "so far"));
        Assert.Equal((0, "{\"trial\":0,\"state\":\"running\",\"stop\":false}\n"), await TellAsync("0", "--report", "2=-0.25", "--note", "again"));
        Assert.Equal((0, "{\"trial\":0,\"state\":\"complete\",\"value\":1.5}\n"), await TellAsync("0", "--value", "1.5", "--metric", "ms=2"));

        await using var store = new SqliteStudyStore(Store);
        var record = (await store.FindAsync("test-study", Cancel))!;
        var trial = Assert.Single(await record.ReadAsync(Cancel));
        Assert.Equal((TrialState.Complete, 1.5, values.GetProperty("units").GetDouble()), (trial.State, trial.Value, record.Study.Space.ValuesOf(trial.Point).ToDictionary()["units"].Number));
        Assert.Equal([new(1, 0.5), new(2, -0.25)], trial.Measurements);
        Assert.Equal([("a=b", 3.0), ("ms", 2.0)], (await record.ReadMetricsAsync(Cancel)).Select(metric => (metric.Name, metric.Value)));
        Assert.Equal(["so far", "again"], (await record.ReadNotesAsync(Cancel)).Select(note => note.Text));
    }

    [Fact]
    public async Task A_score_that_is_told_without_what_a_goal_or_constraint_goes_by_is_refused_and_can_be_told_again()
    {
        Task<CommandRun> Say(params string[] args) => CommandRun.OfAsync(TradeOffStudy.Create(), [args[0], .. args[1..], "--store", Store]);
        await Say("ask", "--count", "2");
        var lacks = await Say("tell", "0", "--value", "1");
        Assert.Equal(1, lacks.ExitCode);
        Assert.Contains("did not record 'ms', which a goal of the study goes by, nor 'mb'", lacks.Error, StringComparison.Ordinal);
        Assert.Contains("--metric ms=...", lacks.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Say("tell", "0", "--metric", "ms=3")).ExitCode);
        Assert.Equal(1, (await Say("tell", "0", "--value", "1", "--metric", "mb=nan")).ExitCode);

        Assert.Equal("{\"trial\":0,\"state\":\"complete\",\"value\":1}\n", (await Say("tell", "0", "--value", "1", "--metric", "mb=2")).Out);
        Assert.Equal(0, (await Say("tell", "1", "--failed", "no memory")).ExitCode);

        await using var store = new SqliteStudyStore(Store);
        var trials = await (await store.FindAsync(TradeOffStudy.Name, Cancel))!.ReadAsync(Cancel);
        Assert.Equal([3, 0.5, -2.5], (double[])[.. trials[0].FurtherValues, .. trials[0].Excesses]);
        Assert.Equal("no memory", trials[1].Error);
    }

    [Fact]
    public async Task Several_are_asked_for_at_once_and_the_end_of_the_budget_has_an_exit_code()
    {
        var three = await RunAsync("ask", "--count", "3", "--trials", "4");
        var rest = await RunAsync("ask", "--count", "3");
        var none = await RunAsync("ask");

        Assert.Equal([0, 1, 2, 3], (three.Out + rest.Out).TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("trial").GetInt32()));
        Assert.Equal((0, 0, 3), (three.ExitCode, rest.ExitCode, none.ExitCode));
        Assert.Equal("{\"end\":\"budget\",\"message\":\"Done: the budget of 4 trials is used up.\",\"running\":4,\"waiting\":0}\n", none.Out);
    }

    [Fact]
    public async Task What_is_told_twice_or_of_a_trial_of_others_is_refused_and_changes_nothing()
    {
        await RunAsync("ask", "--count", "4");
        await TellAsync("0", "--value", "1");
        await TellAsync("1", "--failed", "out of memory");
        await TellAsync("2", "--release");

        await RefusedAsync("Trial 0 was told before, or ended by hand: it is complete with 1. Nothing was changed.", "0", "--value", "2");
        await RefusedAsync("Trial 0 was told before", "0", "--report", "1=2");
        await RefusedAsync("Trial 1 was told before, or ended by hand: it has failed.", "1", "--value", "2");
        await RefusedAsync("Trial 2 waits: nobody has asked for it", "2", "--value", "2");
        await RefusedAsync("It is too late to tell of trial 2 under the token 3-1", "2", "--value", "2", "--token", "3-1");
        await RefusedAsync("It is too late to tell of trial 3 under the token 1-1", "3", "--value", "2", "--token", "1-1");
        await RefusedAsync("Study 'test-study' has no trial 9.", "9", "--value", "2");
        await using var store = new SqliteStudyStore(Store);
        await using var session = await Studies.Create().OpenAsync(Store, cancel: Cancel);
        Assert.Equal(2, (await session.AskAsync(Cancel))!.Number);
        await RefusedAsync($"Trial 2 runs in process {Environment.ProcessId}", "2", "--value", "2");

        Assert.Equal(["complete", "failed", "running", "running"], (await ReadAsync()).Select(trial => StateNames.Of(trial.State)));
        Assert.Equal("out of memory", (await ReadAsync())[1].Error);
    }

    [Fact]
    public async Task A_trial_whose_lease_ran_out_is_another_callers_and_only_the_token_tells_who_tells()
    {
        await RunAsync("ask", "--lease", "1s");
        await TellAsync("0", "--alive");
        await BackdateAsync();
        var again = await AskAsync();

        Assert.Equal((0, 2, "2-2"), (again.GetProperty("trial").GetInt32(), again.GetProperty("attempt").GetInt32(), again.GetProperty("token").GetString()));
        await RefusedAsync("Trial 0 was asked for more than once, since a lease ran out. Say by --token", "0", "--value", "5");
        await RefusedAsync("It is too late to tell of trial 0 under the token 1-1", "0", "--report", "1=5", "--token", "1-1");
        await RefusedAsync("It is too late to tell of trial 0 under the token 1-1", "0", "--release", "--token", "1-1");
        Assert.Equal(0, (await TellAsync("0", "--value", "2", "--token", "2-2")).ExitCode);
        await RefusedAsync("It is too late to tell of trial 0 under the token 1-1", "0", "--value", "5", "--token", "1-1");
        await RefusedAsync("Trial 0 was told before", "0", "--value", "5", "--token", "2-2");
        Assert.Equal(2, Assert.Single(await ReadAsync()).Value);
    }

    [Fact]
    public async Task A_lease_that_ran_out_costs_nothing_while_nobody_has_asked()
    {
        await RunAsync("ask", "--lease", "1s");
        await BackdateAsync();

        Assert.Equal(0, (await TellAsync("0", "--value", "2")).ExitCode);
    }

    [Fact]
    public async Task Two_parameters_and_all_results_are_replayed_whoever_asked()
    {
        var study = () => Studies.Create(trials: 12, strategy: new FollowsBest());
        for (var i = 0; i < 6; i++)
        {
            var asked = await CommandRun.OfAsync(study(), "ask", "--count", "2", "--store", Store);
            foreach (var line in asked.Out.TrimEnd().Split('\n').Reverse())
            {
                var trial = JsonDocument.Parse(line).RootElement;
                var score = trial.GetProperty("values").GetProperty("units").GetDouble().ToString(CultureInfo.InvariantCulture);
                await CommandRun.OfAsync(study(), "tell", $"{trial.GetProperty("trial")}", "--value", score, "--store", Store);
            }
        }

        Assert.Equal(3, (await CommandRun.OfAsync(study(), "ask", "--store", Store)).ExitCode);
        Assert.Equal("12 proposals recomputed, all identical\n", (await CommandRun.OfAsync(study(), "replay", "--store", Store)).Out);
    }

    [Fact]
    public async Task Many_who_ask_and_tell_at_once_share_the_budget_exactly()
    {
        await RunAsync("ask", "--trials", "24");
        await TellAsync("0", "--value", "0");
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(AskAndTellAsync)));

        Assert.Equal(Enumerable.Range(1, 23), told.SelectMany(numbers => numbers).Order());
        Assert.Equal(Enumerable.Range(0, 24).Select(number => (number, (double?)number, 1)), (await ReadAsync()).Select(trial => (trial.Number, trial.Value, trial.Attempt)));

        async Task<List<int>> AskAndTellAsync()
        {
            var numbers = new List<int>();
            while (await RunAsync("ask") is { ExitCode: 0, Out: var line })
            {
                var number = JsonDocument.Parse(line).RootElement.GetProperty("trial").GetInt32();
                numbers.Add(number);
                Assert.Equal(0, (await TellAsync($"{number}", "--value", $"{number}")).ExitCode);
            }
            return numbers;
        }
    }

    [Fact]
    public async Task A_command_that_is_killed_holds_no_trial_that_it_has_not_printed()
    {
        var random = new RandomStream(9, 0, StreamPurpose.Evaluate);
        var printed = new List<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var ask = StudyProcess.Start("ask", "--store", Store, "--count", "2");
            await Task.Delay(200 + random.NextInt(400), Cancel);
            await ask.KillAsync();
            printed.AddRange(NumbersIn((await ask.EndAsync()).Out));
        }

        var rest = NumbersIn((await CommandRun.OfAsync(ProcessStudy.Create(), "ask", "--store", Store, "--count", "1000", "--trials", $"{10 + 2 * Kills}")).Out);

        Assert.Equal(rest.Distinct(), rest);
        Assert.Equal(Enumerable.Range(0, 10 + 2 * Kills), printed.Union(rest).Order());
        // That which was printed last may not have been handed over.
        Assert.InRange(printed.Intersect(rest).Count(), 0, Kills);

        static int[] NumbersIn(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("trial").GetInt32())];
    }

    [Fact]
    public async Task The_pruner_sees_what_others_have_reported_and_its_answer_is_replayed()
    {
        await RunPrunedAsync("ask", "--count", "3");
        Assert.Equal(0, (await RunPrunedAsync("tell", "0", "--report", "1=1", "--report", "2=2")).ExitCode);
        await RunPrunedAsync("tell", "0", "--value", "2");
        Assert.Equal(0, (await RunPrunedAsync("tell", "1", "--report", "1=3")).ExitCode);

        var stopped = await RunPrunedAsync("tell", "2", "--report", "1=2");
        Assert.Equal((3, "{\"trial\":2,\"state\":\"running\",\"stop\":true}\n"), (stopped.ExitCode, stopped.Out));
        Assert.Equal(3, (await RunPrunedAsync("tell", "2", "--alive")).ExitCode);
        Assert.Equal("{\"trial\":2,\"state\":\"pruned\",\"value\":2}\n", (await RunPrunedAsync("tell", "2", "--value", "0.9")).Out);
        Assert.Equal("3 proposals recomputed, all identical\n4 pruning decisions recomputed, all identical\n", (await RunPrunedAsync("replay")).Out);
    }

    [Fact]
    public async Task A_checkpoint_goes_to_who_asks_for_the_trial_next_and_can_read_it()
    {
        await File.WriteAllBytesAsync(_folder.File("one"), [1, 2, 3], Cancel);
        await RunAsync("ask");
        await TellAsync("0", "--report", "4=0.5", "--checkpoint", $"4={_folder.File("one")}");
        await TellAsync("0", "--release");
        var resumed = await RunAsync("ask", "--checkpoint", _folder.File("two"));
        Assert.Equal(4, JsonDocument.Parse(resumed.Out).RootElement.GetProperty("checkpoint").GetInt32());
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_folder.File("two"), Cancel));
        Assert.Equal([new Measurement(4, 0.5)], (await ReadAsync())[0].Measurements);
        await TellAsync("0", "--release");

        var anew = await AskAsync();

        Assert.False(anew.TryGetProperty("checkpoint", out _));
        Assert.Empty((await ReadAsync())[0].Measurements);
        Assert.Equal(0, (await TellAsync("0", "--report", "1=0.25")).ExitCode);
        Assert.Equal(0, (await TellAsync("0", "--value", "1")).ExitCode);
        await RunAsync("ask");
        await TellAsync("1", "--checkpoint", $"4={_folder.File("one")}");
        Assert.Single(Directory.EnumerateFiles(Store + "-checkpoints", "1.checkpoint", SearchOption.AllDirectories));
        await TellAsync("1", "--value", "1");
        Assert.Empty(Directory.EnumerateFiles(Store + "-checkpoints", "*.checkpoint", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("--report", "1=nan", 1, "A measurement must be finite, but that of step 1 is NaN.")]
    [InlineData("--report", "0=1", 1, "Steps must rise from report to report, but step 0 follows step 1. Nothing was changed.")]
    [InlineData("--report", "1=3", 1, "Step 1 was reported before, with 2. Nothing was changed.")]
    [InlineData("--metric", "score=1", 1, "'score' is the metric of the study's goal")]
    [InlineData("--checkpoint", "1=nowhere", 1, "The file nowhere cannot be read: ")]
    [InlineData("--report", "1", 2, "--report takes STEP=VALUE such as 3=0.93, but it is '1'.")]
    [InlineData("--report", "1.5=2", 2, "--report takes STEP=VALUE such as 3=0.93, but it is '1.5=2'.")]
    [InlineData("--value", "high", 2, "--value takes a number such as 0.93, but it is 'high'.")]
    [InlineData("--token", "x", 2, "--token takes what `ask` has printed, such as 12-1, but it is 'x'.")]
    public async Task What_is_wrong_is_told_and_nothing_is_changed(string option, string value, int code, string message)
    {
        await RunAsync("ask");
        await TellAsync("0", "--report", "1=2");

        var wrong = await RunAsync("tell", "0", "--note", "new", option, value);

        Assert.Equal(code, wrong.ExitCode);
        Assert.StartsWith(message, wrong.Error, StringComparison.Ordinal);
        await using var store = new SqliteStudyStore(Store);
        var record = (await store.FindAsync("test-study", Cancel))!;
        Assert.Empty(await record.ReadNotesAsync(Cancel));
        Assert.Equal([new Measurement(1, 2)], Assert.Single(await record.ReadAsync(Cancel)).Measurements);
    }

    [Fact]
    public async Task A_score_that_is_not_finite_is_a_failure()
    {
        await RunAsync("ask", "--count", "2");

        Assert.Equal("{\"trial\":0,\"state\":\"failed\"}\n", (await TellAsync("0", "--value", "nan")).Out);
        Assert.Equal("{\"trial\":1,\"state\":\"failed\"}\n", (await TellAsync("1", "--value", "-inf")).Out);
    }

    [Fact]
    public async Task Flags_are_true_and_false_and_inactive_parameters_are_left_out()
    {
        var study = new Study<int>("conditional")
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.Bool("wide") ? suggest.Int("units", 1, 9) : suggest.Choice("kind", "ä\u001b[31m", "b") == "b" ? 1 : 2,
            Strategy = new RandomSearch(),
            Budget = new(20),
        };

        var lines = (await CommandRun.OfAsync(study, "ask", "--count", "20", "--store", Store)).Out.TrimEnd().Split('\n');

        Assert.Contains(lines, line => line.Contains("\"wide\":true,\"units\":", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"wide\":false,\"kind\":\"\\u00E4\\u001B[31m\"}", StringComparison.OrdinalIgnoreCase));
        Assert.All(lines, line => Assert.All(line, character => Assert.InRange(character, ' ', '~')));
    }

    private async Task<JsonElement> AskAsync() => JsonDocument.Parse((await RunAsync("ask")).Out).RootElement;

    private async Task<(int ExitCode, string Out)> TellAsync(params string[] args) => await RunAsync(["tell", .. args]) is var run ? (run.ExitCode, run.Out + run.Error) : default;

    private async Task RefusedAsync(string message, params string[] args)
    {
        var (code, said) = await TellAsync(args);
        Assert.Equal(1, code);
        Assert.StartsWith(message, said, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(Studies.Create(), [.. args, "--store", Store]);

    private Task<CommandRun> RunPrunedAsync(params string[] args) => CommandRun.OfAsync(new Study<int>("pruned")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Int("units", 1, 8),
        Strategy = new RandomSearch(),
        Pruner = new BehindOthers(),
        Budget = new(3),
    }, [.. args, "--store", Store]);

    private async Task<IReadOnlyList<Trial>> ReadAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return await (await store.FindAsync("test-study", Cancel))!.ReadAsync(Cancel);
    }

    // Stops who is worse at a step than any other, be it over or not.
    private sealed class BehindOthers : IPruner
    {
        public bool ShouldStop(Trial trial, History history) =>
            history.Finished.Concat(history.Running).Any(other => other.Number != trial.Number && other.Measurements.Any(one => one.Step == trial.Measurements[^1].Step && one.Value > trial.Measurements[^1].Value));
    }

    // Has all leases begin long ago.
    private async Task BackdateAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE workers SET heartbeat = '2000-01-01T00:00:00.000Z'";
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
