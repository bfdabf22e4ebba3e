using System.Text.Json;
using System.Xml.Linq;
using HyperSearch;

namespace Search.Tests;

/// <summary><c>report --curves</c>, as a person calls it.</summary>
public sealed class ReportCurvesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_are_drawn_with_the_curve_of_training_and_plainly_where_no_terminal_is()
    {
        await InvokeAsync("run", "--workers", "1");

        Expectation.Matches("report-curves", (await InvokeAsync("report", "--curves", "3")).Out);
        Expectation.Matches("report-curves-md", (await InvokeAsync("report", "--curves", "1", "--format", "md", "--metric", "loss")).Out);
    }

    [Theory]
    [InlineData(20, "--curves")]
    [InlineData(20, "--curves", "--metric", "loss")]
    [InlineData(2, "--curves", "2", "--sort", "units")]
    [InlineData(25, "--curves", "100")]
    public async Task So_many_as_are_asked_for_or_twenty(int count, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        Assert.Equal(count, (await InvokeAsync(["report", .. args])).Out.Split("Best-").Length - 1);
    }

    [Fact]
    public async Task As_json_and_csv_they_are_numbers()
    {
        await InvokeAsync("run", "--workers", "1");

        using var json = JsonDocument.Parse((await InvokeAsync("report", "--curves", "2", "--format", "json")).Out);
        var csv = (await InvokeAsync("report", "--curves", "2", "--format", "csv")).Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        var best = json.RootElement.GetProperty("best")[0];
        Assert.Equal(("validation accuracy", "training accuracy"), (json.RootElement.GetProperty("metric").GetString(), json.RootElement.GetProperty("companion").GetString()));
        Assert.Equal(3, best.GetProperty("curve").GetArrayLength());
        Assert.Equal(1, best.GetProperty("companion_curve")[0].GetProperty("step").GetInt32());
        Assert.Equal(["place,trial,metric,step,value", $"1,{best.GetProperty("number")},validation accuracy,1,{best.GetProperty("curve")[0].GetProperty("value")}"], csv[..2]);
        Assert.Equal(1 + 2 * 2 * 3, csv.Length);
    }

    [Theory]
    [InlineData(4, "--curves", "4", "--plot", "curves")]
    [InlineData(4, "--plot", "curves", "--best", "4")]
    [InlineData(20, "--plot", "curves")]
    public async Task As_a_picture_there_are_as_many_panels(int count, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        var texts = XDocument.Parse((await InvokeAsync(["report", .. args])).Out).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToArray();

        Assert.Equal(count, texts.Count(text => text.StartsWith("Best-", StringComparison.Ordinal)));
        Assert.Contains("training accuracy", texts);
    }

    [Theory]
    [InlineData("--curves and --rounds exclude each other: --curves N shows the best N.", "--curves", "--rounds")]
    [InlineData("--curves and --best exclude each other: --curves N shows the best N.", "--best", "3", "--curves", "3")]
    [InlineData("--curves has a picture of its own: leave it out, or choose --plot curves.", "--curves", "--plot", "history")]
    [InlineData("--metric is for curves: add --curves, or --plot curves.", "--metric", "loss")]
    [InlineData("--metric is for curves: add --curves, or --plot curves.", "--metric", "loss", "--plot", "slice")]
    [InlineData("`N >= 1` must hold for --curves, but it is 0.", "--curves", "0")]
    [InlineData("--curves takes a whole number in digits, such as 1000, but it is 'many'.", "--curves", "many")]
    [InlineData("The page shows all trials and rounds: leave out --curves, or choose another --format.", "--curves", "--format", "html")]
    public async Task Options_that_mean_nothing_together_are_refused(string error, params string[] args)
    {
        var run = await InvokeAsync(["report", .. args]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No trial has recorded 'watts' step by step. There are: loss, training accuracy.\n", "--curves", "--metric", "watts")]
    [InlineData("No trial has recorded 'watts' step by step. There are: loss, training accuracy.\n", "--plot", "curves", "--metric", "watts")]
    [InlineData("Learning curves need a complete trial that has reported values while it ran, but none of 0 is one.\n", "--curves", "--where", "units > 99")]
    public async Task What_cannot_be_drawn_is_told(string error, params string[] args)
    {
        await InvokeAsync("run", "--workers", "1");

        var run = await InvokeAsync(["report", .. args]);

        Assert.Equal((1, "", error), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Where_nothing_was_recorded_beside_the_score_there_are_the_goals_curves_alone()
    {
        Task<CommandRun> WithoutAsync(params string[] args) => CommandRun.OfAsync(Studies.Create(), [.. args, "--store", _folder.File("studies.db")]);
        await WithoutAsync("run");

        Assert.Contains("Best-20 (score", (await WithoutAsync("report", "--curves")).Out, StringComparison.Ordinal);
        Assert.Contains("all others", (await WithoutAsync("report", "--plot", "curves", "--best", "2")).Out, StringComparison.Ordinal);
        Assert.Contains("Best-2 (score", (await WithoutAsync("report", "--plot", "curves", "--curves", "2")).Out, StringComparison.Ordinal);
    }

    private Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(Create(), [.. args, "--store", _folder.File("studies.db")]);

    private static Study<(double Rate, int Units)> Create() => new("curves")
    {
        Goal = Goal.Maximize("validation accuracy"),
        Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-2), suggest.Int("units", 1, 8)),
        Objective = (settings, trial, _) =>
        {
            var end = 0.5 + settings.Units / 20.0;
            for (var step = 1; step <= 3; step++)
                trial.Report(step, end - 0.3 / step, [("training accuracy", 1 - 0.5 / step), ("loss", 1.0 / step)]);
            return end - 0.1;
        },
        Strategy = new RandomSearch(),
        Budget = new(25),
    };
}
