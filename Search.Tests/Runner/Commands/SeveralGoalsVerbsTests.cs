using System.Text.Json;
using Dapper;
using HyperSearch;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>What the verbs that read a record print of a study with several goals or constraints.</summary>
public sealed class SeveralGoalsVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("goals-report", "report")]
    [InlineData("goals-report-best", "report", "--best", "2", "--where", "ms > 0.5")]
    [InlineData("goals-report-prefer", "report", "--prefer", "accuracy > -1", "--prefer", "ms < 3")]
    [InlineData("goals-report-none", "report", "--prefer", "accuracy > 1")]
    [InlineData("goals-report-md", "report", "--format", "md")]
    [InlineData("goals-report-json", "report", "--format", "json", "--best", "1")]
    [InlineData("goals-report-csv", "report", "--format", "csv")]
    [InlineData("goals-trials", "trials")]
    [InlineData("goals-trials-csv", "trials", "--format", "csv")]
    [InlineData("goals-trials-infeasible", "trials", "--where", "feasible = no", "--sort", "accuracy desc")]
    [InlineData("goals-show", "show")]
    [InlineData("goals-show-json", "show", "--format", "json")]
    [InlineData("goals-show-trial", "show", "1")]
    [InlineData("goals-list", "list")]
    [InlineData("goals-list-json", "list", "--format", "json")]
    public async Task A_record_is_printed_as_expected(string name, params string[] args)
    {
        await RecordAsync(Mixed(12));

        var run = await CommandRun.OfAsync(Mixed(12), [.. args, "--store", Store]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Expectation.Matches(name, run.Out);
    }

    [Theory]
    [InlineData("limited-report", "report")]
    [InlineData("limited-report-json", "report", "--format", "json", "--best", "1")]
    public async Task With_one_goal_and_constraints_the_best_are_those_that_meet_them(string name, params string[] args)
    {
        await RecordAsync(Limited(0.5));

        Expectation.Matches(name, (await CommandRun.OfAsync(Limited(0.5), [.. args, "--store", Store])).Out);
    }

    [Fact]
    public async Task Where_all_trials_miss_a_constraint_that_is_said()
    {
        await RecordAsync(Limited(-1));

        var run = await CommandRun.OfAsync(Limited(-1), "report", "--store", Store);

        Assert.Contains("6 of 6 complete trials miss a constraint: mb at most -1\n\nNo complete trial meets all constraints yet.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_ends_with_the_front_and_resumes_with_what_is_on_record()
    {
        var first = await CommandRun.OfAsync(Mixed(6), "run", "--workers", "1", "--store", Store);
        var second = await CommandRun.OfAsync(Mixed(12), "run", "--workers", "1", "--store", Store);

        Assert.Contains("Pareto front: ", first.Out, StringComparison.Ordinal);
        Assert.Contains("continuing: 6 of 12 trials finished", second.Error, StringComparison.Ordinal);
        Assert.Contains("front of ", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no column 'size'. There are: number, state, value, seconds, x, y, accuracy, ms, feasible, mb.", "--prefer", "size < 3")]
    [InlineData("'accuracy' is no condition", "--prefer", "accuracy")]
    public async Task A_preference_that_cannot_be_is_told(string message, params string[] args)
    {
        await RecordAsync(Mixed(3));

        var run = await CommandRun.OfAsync(Mixed(3), ["report", .. args, "--store", Store]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_with_one_goal_has_no_front_to_pick_from()
    {
        await RecordAsync(Limited(1));

        var run = await CommandRun.OfAsync(Limited(1), "report", "--prefer", "value > 1", "--store", Store);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has one. --where selects trials.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(20)]
    public async Task On_a_terminal_with_colours_what_misses_a_constraint_is_grey_and_says_so_in_words(int width)
    {
        await RecordAsync(Mixed(12));
        using var seen = new StringWriter { NewLine = "\n" };

        await StudyApp.RunAsync(Mixed(12), ["trials", "--store", Store], new(seen, new(() => width, CanRedraw: false, HasColor: true, HasBlocks: true), TextWriter.Null, null, TextReader.Null));

        var lines = seen.ToString().Split('\n');
        var grey = lines.Where(line => line.Contains("infeasible", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(grey);
        Assert.All(grey, line => Assert.Contains("\e[90m", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains(" complete ", StringComparison.Ordinal)), line => Assert.DoesNotContain("\e[90m", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_as_csv_reads_back_as_settings()
    {
        await RecordAsync(Mixed(12));
        var csv = (await CommandRun.OfAsync(Mixed(12), "report", "--format", "csv", "--store", Store)).Out;
        await File.WriteAllTextAsync(_folder.File("front.csv"), csv, TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(Mixed(12), "run", "--settings", _folder.File("front.csv"), "--format", "json", "--store", _folder.File("other.db"));

        Assert.Equal(csv.TrimEnd().Split('\n').Length - 1, JsonDocument.Parse(run.Out).RootElement.GetProperty("front").GetArrayLength());
    }

    private static Study<(double X, double Y)> Mixed(int trials) => TradeOffStudy.Create(trials, new RandomSearch());

    private static Study<(double X, double Y)> Limited(double mb) => new("limited")
    {
        Goal = Goal.Maximize("accuracy"),
        Constraints = [Constraint.AtMost("mb", mb)],
        Space = suggest => (suggest.Uniform("x", -1, 1), suggest.Uniform("y", -1, 1)),
        Objective = (settings, trial, _) =>
        {
            trial.Record("mb", TradeOffStudy.ScoresOf(settings).Mb);
            return TradeOffStudy.ScoresOf(settings).Accuracy;
        },
        Strategy = new RandomSearch(),
        Budget = new(6),
    };

    // With times that are the same in each run.
    private async Task RecordAsync<T>(Study<T> study)
    {
        await study.RunAsync(Store, new() { Workers = 1 }, TestContext.Current.CancellationToken);
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.ExecuteAsync("UPDATE studies SET created = '2026-01-31T12:00:00.000Z'; UPDATE trials SET started = '2026-01-31T12:00:00.000Z', finished = '2026-01-31T12:00:00.250Z'");
    }
}
