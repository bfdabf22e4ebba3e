using HyperSearch;

namespace Search.Tests;

public sealed class EnqueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_queued_setting_takes_the_next_number_and_is_tried_first()
    {
        await InvokeAsync("run", "--trials", "3");

        var queued = await InvokeAsync("enqueue", "rate=0.001", "units=3");
        await InvokeAsync("run", "--trials", "5", "--workers", "1");

        Assert.Equal((0, "queued trial 3: rate=0.001 units=3\n"), (queued.ExitCode, queued.Out));
        var rows = (await InvokeAsync("trials", "--format", "csv")).Out.Split('\n');
        Assert.StartsWith("3,", rows[4], StringComparison.Ordinal);
        Assert.Contains(",0.001,3,complete,", rows[4], StringComparison.Ordinal);
        Assert.Equal(1 + 5 + 1, rows.Length);
    }

    [Fact]
    public async Task What_a_setting_leaves_out_has_the_studys_default_else_the_middle()
    {
        await InvokeAsync("run", "--trials", "1");

        Assert.Contains("rate=0.0001 units=2", (await InvokeAsync("enqueue", "units=2")).Out, StringComparison.Ordinal);
        Assert.Contains("rate=0.01 units=8", (await InvokeAsync("enqueue", "rate=0.01")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_outside_the_space_is_refused_with_the_bound()
    {
        await InvokeAsync("run", "--trials", "1");

        var outside = await InvokeAsync("enqueue", "rate=1");
        var unknown = await InvokeAsync("enqueue", "lr=1");
        var malformed = await InvokeAsync("enqueue", "rate");

        Assert.Equal((1, "Parameter 'rate': `1E-06 <= value <= 0.01` must hold, but the value is 1.\n"), (outside.ExitCode, outside.Error));
        Assert.Equal((1, "The space has no parameter 'lr'. It has rate, units.\n"), (unknown.ExitCode, unknown.Error));
        Assert.Equal((1, "A value is given as NAME=VALUE, such as lr=0.01, but it is 'rate'.\n"), (malformed.ExitCode, malformed.Error));
        Assert.Contains("1 trials", (await InvokeAsync("report")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_study_forbids_is_refused_with_the_reason()
    {
        var study = new Study<int>("forbidding")
        {
            Goal = Goal.Minimize("n"),
            Space = suggest =>
            {
                var n = suggest.Int("n", 1, 1000);
                if (n % 2 == 0)
                    suggest.Reject("even\u001b[2J");
                return n;
            },
            Objective = (n, _, _) => n,
            Forbid = n => n % 3 == 0,
            Budget = new(3),
        };
        await CommandRun.OfAsync(study, "run", "--store", Store);

        var rejected = await CommandRun.OfAsync(study, "enqueue", "n=4", "--store", Store);
        var forbidden = await CommandRun.OfAsync(study, "enqueue", "n=9", "--store", Store);
        var allowed = await CommandRun.OfAsync(study, "enqueue", "n=7", "--store", Store);

        Assert.Equal((1, "The study forbids this setting: even\\u001b[2J. Nothing was queued: n=4.\n"), (rejected.ExitCode, rejected.Error));
        Assert.Equal((1, "The study forbids this setting: the study's Forbid. Nothing was queued: n=9.\n"), (forbidden.ExitCode, forbidden.Error));
        Assert.Equal("queued trial 3: n=7\n", allowed.Out);
    }

    [Fact]
    public async Task A_setting_that_a_trial_has_already_is_reported_and_queued_only_if_told()
    {
        await InvokeAsync("run", "--trials", "1");
        await InvokeAsync("enqueue", "units=2");

        var twice = await InvokeAsync("enqueue", "units=2");
        var again = await InvokeAsync("enqueue", "units=2", "--again");

        Assert.Equal((1, "Trial 1 (waiting) has this setting already: rate=0.0001 units=2. Nothing was queued; --again queues it all the same.\n"), (twice.ExitCode, twice.Error));
        Assert.Equal((0, "queued trial 2: rate=0.0001 units=2\n"), (again.ExitCode, again.Out));
    }

    [Fact]
    public async Task Parameters_that_the_setting_makes_inactive_are_not_queued()
    {
        var study = new Study<double>("conditional")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Choice("optimizer", "sgd", "momentum") == "sgd" ? 0 : suggest.Uniform("momentum", 0, 1),
            Objective = (momentum, _, _) => momentum,
            Strategy = new RandomSearch(),
        };
        await CommandRun.OfAsync(study, "run", "--trials", "1", "--store", Store);

        var queued = await CommandRun.OfAsync(study, "enqueue", "optimizer=sgd", "--again", "--store", Store);

        Assert.Equal("queued trial 1: optimizer=sgd\n", queued.Out);
        Assert.DoesNotContain("momentum =", (await CommandRun.OfAsync(study, "show", "1", "--store", Store)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_from_a_file_are_tried_in_place_of_what_the_strategy_proposes()
    {
        var file = _folder.File("settings.csv");
        await File.WriteAllTextAsync(file, "rate,units\n0.001,2\n,3\n", TestContext.Current.CancellationToken);

        var run = await InvokeAsync("run", "--settings", file, "--workers", "1");
        var missing = await InvokeAsync("run", "--settings", _folder.File("none.csv"));

        Assert.Contains("2 trials: 2 complete", run.Out, StringComparison.Ordinal);
        var rows = (await InvokeAsync("trials", "--format", "csv")).Out.Split('\n');
        Assert.Contains(",0.001,2,complete", rows[1], StringComparison.Ordinal);
        Assert.Contains(",0.0001,3,complete", rows[2], StringComparison.Ordinal);
        Assert.Equal((1, true), (missing.ExitCode, missing.Error.StartsWith("The settings cannot be read: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_rounds_are_reported_with_their_ranges_their_reason_and_their_best()
    {
        var none = await InvokeAsync("run", "--trials", "1");
        Assert.Equal("test-study has no rounds: its strategy does not work in rounds, or has proposed nothing yet.\n", (await InvokeAsync("report", "--rounds")).Out);
        var study = Studies.Create(trials: 30, strategy: new Narrowing(new RandomSearch()));

        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--name", "rounds", "--workers", "1");
        var table = (await InvokeAsync("report", "--rounds", "--name", "rounds")).Out;
        var json = (await InvokeAsync("report", "--rounds", "--name", "rounds", "--format", "json")).Out;

        Assert.Contains(", round 3", run.Error, StringComparison.Ordinal);
        Expectation.Matches("report-rounds", table);
        using var read = System.Text.Json.JsonDocument.Parse(json);
        var rounds = read.RootElement.GetProperty("rounds").EnumerateArray().ToArray();
        Assert.Equal([0, 10, 20], rounds.Select(round => round.GetProperty("first_trial").GetInt32()));
        Assert.Equal([10, 10, 10], rounds.Select(round => round.GetProperty("trials").GetInt32()));
        Assert.Equal(0, none.ExitCode);
    }

    private Task<CommandRun> InvokeAsync(string verb, params string[] args) => CommandRun.OfAsync(
        new Study<(double, int)>("test-study")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-2), suggest.Int("units", 1, 8)),
            Objective = (settings, _, _) => settings.Item2,
            Strategy = new RandomSearch(),
            Budget = new(Trials: 20),
            Seed = 7,
            Defaults = new() { { "units", 8 } },
        },
        [verb, "--store", Store, .. args]);
}
