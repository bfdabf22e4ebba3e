using HyperSearch;

namespace Search.Tests;

public sealed class ConclusionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_study_concludes_below_the_report_from_its_complete_trials_and_their_settings()
    {
        var study = Create(trials => $"{trials.Count} trials, the last with {trials[^1].Settings} units scored {trials[^1].Value}");
        var store = _folder.File("a.db");
        var run = await CommandRun.OfAsync(study, "run", "--store", store);
        Assert.Contains("\n4 trials, the last with 5 units scored 50", run.Out, StringComparison.Ordinal);
        var report = await CommandRun.OfAsync(study, "report", "--store", store);
        Assert.Contains("\n4 trials, the last with 5 units scored 50", report.Out, StringComparison.Ordinal);
        Assert.Contains("the last with", (await CommandRun.OfAsync(study, "report", "--store", store, "--format", "md")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task What_other_programs_read_has_no_conclusion(string format)
    {
        var run = await CommandRun.OfAsync(Create(_ => "in short"), "run", "--store", _folder.File("a.db"), "--format", format);
        Assert.DoesNotContain("in short", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_concludes_also_from_what_the_trials_recorded_beside_their_scores_in_another_process_too()
    {
        var study = Create(trials => $"the last lost {trials[^1].Metric("loss")}, by step {string.Join(' ', trials[^1].Curve("loss").Select(at => at.Value))}, weighed {trials[^1].Metric("weight")}; of nothing {trials[^1].Metric("height")}, {trials[^1].Curve("height").Count}");
        const string Expected = "\nthe last lost 0.25, by step 0.5 0.25, weighed 3; of nothing , 0";
        var store = _folder.File("a.db");
        Assert.Contains(Expected, (await CommandRun.OfAsync(study, "run", "--store", store)).Out, StringComparison.Ordinal);
        Assert.Contains(Expected, (await CommandRun.OfAsync(study, "report", "--store", store)).Out, StringComparison.Ordinal);
    }

    /// <summary>Units 2, 3, 4 and 5; 1 fails, and is not concluded from.</summary>
    private static Study<int> Create(Func<IReadOnlyList<ScoredSettings<int>>, string> conclusion) => new("concluding")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Ordinal("units", 1, 2, 3, 4, 5),
        Objective = Score,
        Strategy = new GridSearch(),
        Budget = new(5),
        Conclusion = conclusion,
    };

    private static double Score(int units, ITrial trial, CancellationToken cancel)
    {
        if (units == 1)
            throw new InvalidOperationException("too few");
        trial.Record("weight", 3);
        trial.Report(1, units, [("loss", 0.5)]);
        trial.Report(2, units, [("loss", 0.25)]);
        return 10 * units;
    }
}
