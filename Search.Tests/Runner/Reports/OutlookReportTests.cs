using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A report says what more trials are expected to bring.</summary>
public sealed class OutlookReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void In_two_sentences_by_the_trial_and_by_the_hour()
    {
        var report = new OutlookReport(new(50, 0.012, 0.001, 0.034, 0.02, 0.004), TrialsPerHour: 120);

        Assert.Equal("50 more trials are expected to raise accuracy by 0.012 (0.001 to 0.034), 0.00024 a trial and 0.029 an hour at 120 trials an hour. Scores vary by 0.004 around what is expected of their settings.", report.Describe(Goal.Maximize("accuracy")));
        Assert.Equal("50 more trials are expected to lower loss by 0.012 (0.001 to 0.034), 0.00024 a trial. Scores vary by 0.004 around what is expected of their settings.", (report with { TrialsPerHour = null }).Describe(Goal.Minimize("loss")));
        Assert.Equal("50 more trials are expected to lower loss by 0 (0 to 0). Scores vary by 0 around what is expected of their settings.", (report with { Outlook = new(50, 0, 0, 0, 0, 0) }).Describe(Goal.Minimize("loss")));
    }

    [Fact]
    public async Task Of_enough_trials_for_people_and_as_JSON()
    {
        string[] store = ["--store", _folder.File("studies.db")];
        await CommandRun.OfAsync(Study(), ["run", .. store, "--workers", "1", "--trials", "12"]);
        Assert.DoesNotContain("more trials", (await CommandRun.OfAsync(Study(), ["report", .. store])).Out, StringComparison.Ordinal);
        Assert.Contains("\"outlook\": null", (await CommandRun.OfAsync(Study(), ["report", "--format", "json", .. store])).Out, StringComparison.Ordinal);

        await CommandRun.OfAsync(Study(), ["run", .. store, "--workers", "1", "--trials", "30"]);

        Assert.Contains("30 more trials are expected to lower loss by ", (await CommandRun.OfAsync(Study(), ["report", .. store])).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var json = (await CommandRun.OfAsync(Study(), ["report", "--format", "json", .. store])).Out;
        var outlook = System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("outlook");
        Assert.Equal(30, outlook.GetProperty("trials").GetInt32());
        Assert.True(outlook.GetProperty("low").GetDouble() <= outlook.GetProperty("gain").GetDouble() && outlook.GetProperty("gain").GetDouble() <= outlook.GetProperty("high").GetDouble());
        Assert.True(outlook.GetProperty("gain_per_hour").GetDouble() > 0);
    }

    private static Study<double> Study() => new("outlook")
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest => Math.Abs(suggest.Uniform("x", 0, 1) - 0.3) + suggest.Uniform("y", 0, 1),
        Objective = (distance, _, _) => distance,
        Strategy = new RandomSearch(),
    };
}
