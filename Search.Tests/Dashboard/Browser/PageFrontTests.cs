using HyperSearch;

namespace Search.Tests;

/// <summary>What the page shows of a study with several goals and constraints.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageFrontTests(BrowserFixture browser) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_front_is_a_stair_and_the_keyboard_leads_to_it()
    {
        var (study, page) = await OpenAsync(TradeOffStudy.Create(trials: 40, new RandomSearch()));
        await using var _ = page;
        var front = ParetoFront.Of(study.Goals, study.Trials.Select(trial => trial.Recorded));
        Assert.Equal($"{front.Count}", await page.FactAsync("front"));

        await page.Page.Keyboard.PressAsync("f");
        await page.View("front").WaitForAsync();
        var series = await page.SeriesAsync("front");

        Assert.Equal(front.OrderBy(trial => trial.FurtherValues[0]).Select(trial => (trial.FurtherValues[0], trial.Value!.Value)), series["front"].Select(point => (point[0].GetDouble(), point[1].GetDouble())));
        var hollow = series.Where(one => one.Key.Contains("infeasible", StringComparison.Ordinal)).SelectMany(one => one.Value).Select(point => point[2].GetInt32()).Order();
        Assert.Equal(study.Trials.Where(trial => !trial.IsFeasible).Select(trial => trial.Number), hollow);
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, "front.png") });

        await page.GoAsync("trials");
        var row = page.Page.Locator($"tr[data-trial='{study.Trials.First(trial => !trial.IsFeasible).Number}']");
        Assert.Contains("infeasible", await row.GetAttributeAsync("class"), StringComparison.Ordinal);
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, "front-trials.png") });
        await page.GoAsync("overview");
        await page.SeriesAsync("front");
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, "front-overview.png") });
    }

    [Fact]
    public async Task A_study_with_one_goal_has_no_view_of_a_front()
    {
        await using var page = await browser.OpenFileAsync();

        Assert.False(await page.Page.Locator("nav.views a[data-view='front']").IsVisibleAsync());
    }

    [Fact]
    public async Task Of_three_goals_the_pair_is_chosen()
    {
        var three = new Study<(double X, double Y)>("three")
        {
            Goals = [Goal.Minimize("a"), Goal.Minimize("b"), Goal.Maximize("c")],
            Space = suggest => (suggest.Uniform("x", 0, 1), suggest.Uniform("y", 0, 1)),
            Objective = (at, trial, _) =>
            {
                trial.Record("b", 1 - at.X + at.Y);
                trial.Record("c", at.Y - at.X * at.X);
                return at.X + at.Y * at.Y;
            },
            Strategy = new RandomSearch(),
            Budget = new(30),
        };
        var (study, page) = await OpenAsync(three);
        await using var _ = page;
        await page.GoAsync("front");
        await page.SeriesAsync("front");

        await page.Page.Locator("[data-picture='front'] select[data-control='x']").SelectOptionAsync("2");
        var stair = (await page.SeriesAsync("front"))["front"];

        var expected = ParetoFront.Of([study.Goals[0], study.Goals[2]], study.Trials.Select(trial => trial.Recorded with { FurtherValues = [trial.FurtherValues[1]] }));
        Assert.Equal(expected.OrderByDescending(trial => trial.FurtherValues[0]).Select(trial => (trial.FurtherValues[0], trial.Value!.Value)), stair.Select(point => (point[0].GetDouble(), point[1].GetDouble())));
    }

    private async Task<(RecordedStudy Study, ShownPage Page)> OpenAsync(Study<(double X, double Y)> study)
    {
        await browser.StartAsync();
        await study.RunAsync(Store, new() { Workers = 1 }, TestContext.Current.CancellationToken);
        var report = await CommandRun.OfAsync(study, "report", "--store", Store, "--format", "html", "-o", _folder.File("study.html"));
        Assert.True(report.ExitCode == 0, report.Error);
        return (await RecordedStudy.OpenAsync(Store, study.Name, TestContext.Current.CancellationToken), await browser.OpenAsync(new Uri(_folder.File("study.html")).AbsoluteUri));
    }
}
