using System.Text.Json;
using Dapper;
using HyperSearch;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>Numbers and notes beside the score, as a person sees and uses them.</summary>
public sealed class MetricTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report-metrics", "report", "--best", "3")]
    [InlineData("report-metrics-csv", "report", "--best", "2", "--format", "csv")]
    [InlineData("trials-metrics", "trials")]
    public async Task They_are_columns(string name, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        await using (var connection = new SqliteConnection($"Data Source={_folder.File("studies.db")};Pooling=false"))
            await connection.ExecuteAsync("UPDATE trials SET started = '2026-01-31T12:00:00.000Z', finished = '2026-01-31T12:00:01.250Z'");

        Expectation.Matches(name, (await InvokeAsync(args)).Out);
    }

    [Theory]
    [InlineData("0,1", "trials", "--where", "ms < 12")]
    [InlineData("1", "trials", "--where", "ms<12", "--where", "units != 1")]
    [InlineData("4,3,2,1,0", "trials", "--sort", "ms desc")]
    [InlineData("0,1,2,3,4", "trials", "--sort", "metrics.ms")]
    [InlineData("0,2", "trials", "--where", "parity = even", "--where", "number<=2")]
    [InlineData("2,4", "trials", "--where", "loss >= 3")]
    [InlineData("", "trials", "--where", "loss = relu")]
    [InlineData("3,2", "report", "--sort", "ms desc", "--best", "2", "--where", "ms != 14")]
    [InlineData("4,3,2", "report", "--where", "ms > 11.5")]
    public async Task Trials_are_selected_and_sorted_by_them(string numbers, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        var run = await InvokeAsync([.. args, "--format", "csv"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var listed = string.Join(',', run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(numbers, listed);
    }

    [Theory]
    [InlineData(1, "There is no column 'watts'. There are: number, state, value, seconds, rate, units, parity, loss, ms.\n", "--where", "watts < 1")]
    [InlineData(1, "There is no column 'watts'. There are: number, state, value, seconds, rate, units, parity, loss, ms.\n", "--sort", "watts desc")]
    [InlineData(2, "'ms' is no condition: write a column, one of <= >= != = < >, and a value, such as \"ms < 20\" or \"activation = relu\".\nSee: ", "--where", "ms")]
    [InlineData(2, "'< 3' is no condition", "--where", "< 3")]
    public async Task A_selection_that_means_nothing_is_told(int code, string error, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        var run = await InvokeAsync(["trials", .. args]);

        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_a_trial_has_its_curve_its_times_its_metrics_and_its_notes()
    {
        await InvokeAsync("run", "--workers", "1");

        foreach (var args in (string[][])[["trials", "--format", "json"], ["show", "2", "--format", "json"]])
        {
            using var json = JsonDocument.Parse((await InvokeAsync(args)).Out);
            var trial = args[0] == "show" ? json.RootElement : json.RootElement.GetProperty("trials")[2];
            Assert.Equal(2, trial.GetProperty("number").GetInt32());
            Assert.Equal("""[{"step":1,"value":0.5}]""", Compact(trial.GetProperty("measurements")));
            Assert.Equal("""{"loss":4,"ms":12}""", Compact(trial.GetProperty("metrics")));
            Assert.Equal("""[{"metric":"loss","step":1,"value":2},{"metric":"loss","step":2,"value":4}]""", Compact(trial.GetProperty("metric_steps")));
            Assert.Equal("""["trial 2","two\nlines"]""", Compact(trial.GetProperty("notes")));
            Assert.True(trial.GetProperty("started").GetDateTimeOffset() <= trial.GetProperty("finished").GetDateTimeOffset());
        }

        static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
    }

    [Fact]
    public async Task A_report_with_them_is_a_list_of_settings_all_the_same()
    {
        await InvokeAsync("run", "--workers", "1");
        var report = _folder.File("report.csv");
        await File.WriteAllTextAsync(report, (await InvokeAsync("report", "--format", "csv")).Out);

        var run = await InvokeAsync("run", "--name", "again", "--settings", report);

        Assert.Equal((0, true), (run.ExitCode, run.Out.Contains("5 complete", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_number_that_is_not_finite_is_left_out_with_a_warning_and_the_trial_goes_on()
    {
        var run = await CommandRun.OfAsync(Studies.Create((_, trial, _) =>
        {
            trial.Record("grad norm", double.NaN);
            trial.Record("grad norm", 1, step: trial.Number);
            return 1;
        }, trials: 3), "run", "--workers", "1", "--store", _folder.File("studies.db"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Error.Split("Warning: Trial 0 recorded NaN as 'grad norm'.").Length - 1);
    }

    [Theory]
    [InlineData("score", "'score' is the metric of the study's goal")]
    [InlineData("", "the name of the metric is empty")]
    public async Task A_name_that_is_none_fails_the_trial(string name, string error)
    {
        var run = await CommandRun.OfAsync(Studies.Create((_, trial, _) =>
        {
            trial.Record(name, 1);
            return 1;
        }, trials: 1), "run", "--store", _folder.File("studies.db"));

        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_notes_and_many_are_cut()
    {
        var study = Studies.Create((_, trial, _) =>
        {
            trial.Note(new string('x', 20_000));
            for (var i = 0; i < 200; i++)
                trial.Note($"{i}");
            return 1;
        }, trials: 1);
        await CommandRun.OfAsync(study, "run", "--store", _folder.File("studies.db"));

        using var json = JsonDocument.Parse((await CommandRun.OfAsync(study, "show", "0", "--format", "json", "--store", _folder.File("studies.db"))).Out);

        var notes = json.RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).ToArray();
        Assert.Equal((100, 10_000, '…', "98"), (notes.Length, notes[0].Length, notes[0][^1], notes[^1]));
    }

    private Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(Create(), [.. args, "--store", _folder.File("studies.db")]);

    private static Study<(double Rate, int Units, string Parity)> Create() => new("test-study")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-2), suggest.Int("units", 1, 4), suggest.Choice("parity", "even", "odd")),
        Objective = (settings, trial, _) =>
        {
            trial.Report(1, 0.5);
            trial.Record("ms", 10 + trial.Number);
            if (trial.Number % 2 == 0)
            {
                trial.Record("loss", trial.Number, step: 1);
                trial.Record("loss", 2 * trial.Number, step: 2);
                trial.Note($"trial {trial.Number}");
                trial.Note("two\nlines");
            }
            return trial.Number;
        },
        Strategy = new ManualSearch([.. Enumerable.Range(0, 5).Select(i => new Setting { { "rate", 0.001 }, { "units", 1 + i % 4 }, { "parity", i % 2 == 0 ? "even" : "odd" } })]),
    };
}
