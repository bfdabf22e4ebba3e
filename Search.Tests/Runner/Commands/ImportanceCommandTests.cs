using System.Text.Json;
using HyperSearch;

namespace Search.Tests;

/// <summary>The verb <c>importance</c>.</summary>
public sealed class ImportanceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("importance-table", "importance")]
    [InlineData("importance-fanova", "importance", "--method", "fanova")]
    [InlineData("importance-default", "importance", "--default", "rate=1e-6 layers=3")]
    [InlineData("importance-md", "importance", "--format", "md")]
    [InlineData("importance-json", "importance", "--format", "json")]
    [InlineData("importance-csv", "importance", "--format", "csv")]
    public async Task A_record_is_explained_as_expected(string name, params string[] args)
    {
        await RecordAsync();

        var run = await CommandRun.OfAsync(Create(), [.. args, "--store", Store]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Expectation.Matches(name, run.Out);
    }

    [Fact]
    public async Task Json_begins_with_what_is_promised_and_is_what_the_API_says()
    {
        await RecordAsync();

        var json = JsonDocument.Parse((await CommandRun.OfAsync(Create(), "importance", "--format", "json", "--store", Store)).Out).RootElement;

        Assert.Equal(["study", "method", "importance", "tunability", "ablation"], json.EnumerateObject().Take(5).Select(property => property.Name));
        Assert.Equal(("conditional", "ped-anova"), (json.GetProperty("study").GetString(), json.GetProperty("method").GetString()));
        await using var study = await RecordedStudy.OpenAsync(Store, "conditional", TestContext.Current.CancellationToken);
        // The record's space has no conditions; these are read off the trials.
        var insight = study.Insight(new() { Default = new() { { "rate", 0.5 } } });
        Assert.Equal(insight.Importance.Select(one => (one.Parameter, one.Importance)), json.GetProperty("importance").EnumerateArray().Select(one => (one.GetProperty("parameter").GetString()!, one.GetProperty("importance").GetDouble())));
        Assert.Equal(insight.Tunability.Select(one => (one.Parameter, one.Gain)), json.GetProperty("tunability").EnumerateArray().Select(one => (one.GetProperty("parameter").GetString(), one.GetProperty("gain").GetDouble())));
        Assert.Equal(insight.Ablation.Select(one => (one.Parameter, one.Value)), json.GetProperty("ablation").EnumerateArray().Select(one => (one.GetProperty("parameter").GetString(), one.GetProperty("value").GetDouble())));
        Assert.Equal(insight.Sentences, json.GetProperty("sentences").EnumerateArray().Select(one => one.GetString()!));
    }

    [Theory]
    [InlineData("A value is given as NAME=VALUE, such as lr=0.01, but it is 'rate'.", "--default", "rate")]
    [InlineData("The values of --default name a parameter 'ratte', but there is none. Did you mean rate?", "--default", "ratte=0.1")]
    [InlineData("The values of --default do not fit. Parameter 'rate': `0 <= value <= 1` must hold, but the value is 7.", "--default", "rate=7 layers=2")]
    [InlineData("--method is ped-anova or fanova, but it is 'anova'.", "--method", "anova")]
    [InlineData("A setting has one value for each parameter, but 'rate' is given twice: 0.1 and 0.2.", "--default", "rate=0.1", "--default", "rate=0.2")]
    public async Task What_cannot_be_is_said(string message, params string[] args)
    {
        await RecordAsync();

        var run = await CommandRun.OfAsync(Create(), ["importance", "--store", Store, .. args]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_value_may_have_blanks_where_it_stands_alone()
    {
        await RecordAsync();

        var run = await CommandRun.OfAsync(Create(), "importance", "--store", Store, "--format", "json", "--default", "optimizer=plain adam", "--default", "rate=0.25 layers=2");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    /// <summary>A file whose study has become another one explains what is on record all the same.</summary>
    [Fact]
    public async Task A_record_of_another_study_than_the_file_has_now_is_explained()
    {
        await RecordAsync();

        var run = await CommandRun.OfAsync(Studies.Create(), "importance", "--store", Store, "--name", "conditional");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_result_explains_itself_with_the_defaults_of_its_study()
    {
        var result = await Create().RunAsync(cancel: TestContext.Current.CancellationToken);

        Assert.Equal(result.Insight(new() { Default = new() { { "rate", 0.5 } } }).Ablation, result.Insight().Ablation);
        Assert.NotEqual(result.Insight(new() { Default = new() { { "rate", 0.1 } } }).Ablation, result.Insight().Ablation);
        InsightCases.RequireValid(Create().TraceSpace(), result.Insight());
    }

    private async Task RecordAsync() => Assert.Equal(0, (await CommandRun.OfAsync(Create(), "run", "--store", Store, "--workers", "1")).ExitCode);

    private static Study<double> Create() => new("conditional")
    {
        Goal = Goal.Maximize("validation accuracy"),
        Space = suggest =>
        {
            var score = 0.9 - 0.4 * Math.Abs(suggest.Uniform("rate", 0, 1) - 0.8);
            for (var layer = suggest.Int("layers", 1, 3); layer > 1; layer--)
                score -= 0.02 * suggest.Uniform($"dropout{layer}", 0, 1);
            return suggest.Choice("optimizer", "plain adam", "sgd") == "sgd" ? score + 0.08 * suggest.Uniform("momentum", 0, 1) : score;
        },
        Objective = (score, _, _) => score,
        Strategy = new SobolSearch(),
        Defaults = new() { { "rate", 0.5 } },
        Budget = new(Trials: 40),
        Seed = 5,
    };
}
