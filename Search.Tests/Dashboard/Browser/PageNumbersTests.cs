using System.Globalization;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What the page shows is what is on record: read from what the browser has drawn, compared with the record itself.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageNumbersTests(BrowserFixture browser)
{
    private const double Exactly = 1e-12;

    [Fact]
    public async Task The_overview_has_the_counts_and_the_best_trial()
    {
        await using var page = await browser.OpenFileAsync();
        var (trials, counts) = (await browser.Record.ReadAsync(), await browser.Record.CountAsync());
        var best = new TrialRanking(browser.Record.Study.Goal).Best(trials)!;
        await page.GoAsync("overview");

        Assert.Equal(best.Value, Number(await page.FactAsync("best")));
        Assert.Equal(counts.Complete + counts.Pruned + counts.Failed, Number(await page.FactAsync("finished")));
        foreach (var (state, count) in new[] { ("complete", counts.Complete), ("pruned", counts.Pruned), ("failed", counts.Failed), ("running", counts.Running), ("waiting", counts.Waiting) })
            Assert.Equal((state, (double)count), (state, Number(await page.FactAsync(state))));
        var text = await page.View("overview").InnerTextAsync();
        Assert.All(best.ValuesIn(browser.Record.Study.Space).Where(value => value.Value.Text is not null), value => Assert.Contains(value.Value.Text!, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_history_has_each_score_in_its_place_and_the_best_so_far()
    {
        await using var page = await browser.OpenFileAsync();
        var trials = await browser.Record.ReadAsync();
        await page.GoAsync("history");
        var points = await page.PointsAsync("history", "trials ");
        var line = (await page.SeriesAsync("history"))["best so far"];

        Assert.Equal(trials.Where(trial => trial.IsFinished || trial.State == TrialState.Running).Select(trial => trial.Number), points.Keys.Order());
        // Scores that are far worse than all others stand at the edge.
        var edge = points.Where(point => trials[point.Key].Value is not null).Min(point => point.Value.Y);
        Assert.All(trials.Where(trial => trial.Value is not null && trial.IsFinished), trial =>
        {
            Assert.Equal(trial.FinishOrder!.Value, points[trial.Number].X, Exactly);
            Assert.Equal(Math.Max(trial.Value!.Value, edge), points[trial.Number].Y, Exactly);
        });
        Assert.All(trials.Where(trial => trial.State == TrialState.Failed), trial => Assert.True(points[trial.Number].Y < edge));

        var expected = new List<(double, double)>();
        foreach (var result in trials.Where(trial => trial.State == TrialState.Complete).OrderBy(trial => trial.FinishOrder))
        {
            if (expected.Count == 0 || result.Value > expected[^1].Item2)
                expected.Add((result.FinishOrder!.Value, result.Value!.Value));
        }
        Assert.Equal(expected, line.SkipLast(1).Select(point => (point[0].GetDouble(), point[1].GetDouble())));
        Assert.Equal(expected[^1].Item2, line[^1][1].GetDouble());
    }

    [Fact]
    public async Task The_curves_of_the_best_twenty_have_what_these_reported()
    {
        await using var page = await browser.OpenFileAsync();
        var best = await browser.Record.ReadBestAsync(20);
        await page.GoAsync("curves");
        foreach (var picture in new[] { "curves", "curve-grid" })
        {
            var series = await page.SeriesAsync(picture);
            Assert.Equal(best.Select(trial => $"trial {trial.Number}"), series.Keys.Where(id => id.StartsWith("trial ", StringComparison.Ordinal)));
            Assert.All(best, trial => Assert.Equal(
                trial.Measurements.Select(measurement => ((double)measurement.Step, measurement.Value)),
                series[$"trial {trial.Number}"].Select(point => (point[0].GetDouble(), point[point.GetArrayLength() - 1].GetDouble()))));
        }
    }

    [Theory]
    [InlineData("slice", "slice")]
    [InlineData("rounds", "trials")]
    public async Task Small_pictures_have_each_trial_at_its_value_and_those_without_the_parameter_beside_the_range(string picture, string series)
    {
        await using var page = await browser.OpenFileAsync();
        var trials = await browser.Record.ReadAsync();
        await page.GoAsync(picture);

        foreach (var (i, parameter) in browser.Record.Study.Space.Parameters.Index())
        {
            var points = await page.PointsAsync(picture, $"{series} {i}");
            Assert.Superset(trials.Where(trial => trial.State == TrialState.Complete).Select(trial => trial.Number).ToHashSet(), points.Keys.ToHashSet());
            Assert.All(points, point => AssertPlace(parameter, trials[point.Key].Point, i, point.Value.X));
        }
    }

    [Fact]
    public async Task The_contour_has_each_trial_at_its_two_values()
    {
        await using var page = await browser.OpenFileAsync();
        var (trials, space) = (await browser.Record.ReadAsync(), browser.Record.Study.Space);
        await page.GoAsync("contour");
        await page.Page.Locator("[data-picture='contour'] select[data-control='x']").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "width" });
        await page.Page.Locator("[data-picture='contour'] select[data-control='y']").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "lr" });
        var points = await page.PointsAsync("contour", "trials ");

        Assert.Equal(trials.Where(trial => trial.State is TrialState.Complete or TrialState.Pruned && trial.Value is not null).Select(trial => trial.Number), points.Keys.Order());
        Assert.All(points, point =>
        {
            AssertPlace(space[space.IndexOf("width")], trials[point.Key].Point, space.IndexOf("width"), point.Value.X);
            AssertPlace(space[space.IndexOf("lr")], trials[point.Key].Point, space.IndexOf("lr"), point.Value.Y);
        });
    }

    [Fact]
    public async Task The_lines_of_parallel_coordinates_go_through_the_values()
    {
        await using var page = await browser.OpenFileAsync();
        var (trials, space) = (await browser.Record.ReadAsync(), browser.Record.Study.Space);
        var metrics = (await browser.Record.ReadMetricsAsync()).ToLookup(metric => (metric.Trial, metric.Name));
        await page.GoAsync("parallel");
        var lines = (await page.SeriesAsync("parallel"))["trials"].Select(line => line.GetProperty("value")).ToArray();

        Assert.Equal(trials.Count(trial => trial.State is TrialState.Complete or TrialState.Pruned && trial.Value is not null), lines.Length);
        Assert.All(lines, line =>
        {
            var trial = trials[line[line.GetArrayLength() - 1].GetInt32()];
            Assert.Equal(space.Count + 4, line.GetArrayLength());
            for (var i = 0; i < space.Count; i++)
                AssertPlace(space[i], trial.Point, i, line[i].GetDouble());
            foreach (var (i, name) in new[] { PageStudyExample.Loss, PageStudyExample.Time }.Order(StringComparer.Ordinal).Index())
                Assert.Equal(metrics[(trial.Number, name)].Last().Value, line[space.Count + i].GetDouble(), Exactly);
            if (trial.State == TrialState.Complete)
                Assert.Equal(trial.Value!.Value, line[space.Count + 2].GetDouble(), Exactly);
        });
    }

    [Fact]
    public async Task Importance_tunability_and_ablation_are_those_of_the_trials()
    {
        await using var page = await browser.OpenFileAsync();
        var insight = StudyInsight.Of(browser.Record.Study, await browser.Record.ReadAsync());
        await page.GoAsync("importance");

        Assert.Equal(
            insight.Importance.Select(one => (one.Parameter, one.Importance, one.Low, one.High)),
            (await page.TableAsync("Importance")).Select(row => (row[0], Number(row[1]), Number(row[2]), Number(row[3]))));
        Assert.Equal(
            insight.Tunability.Select(one => (one.Parameter ?? "all together", one.Gain)),
            (await page.TableAsync("Tunability")).Select(row => (row[0], Number(row[1]))));
        Assert.Equal(
            insight.Ablation.Select(one => (one.Parameter ?? "the default", one.Value)),
            (await page.TableAsync("From the default to the best trial")).Select(row => (row[0], Number(row[3]))));
        Assert.Equal(insight.Importance.Select(one => 100 * one.Importance), (await page.SeriesAsync("importance"))["parameters"].Select(bar => bar.GetDouble()));
        await page.GoAsync("overview");
        var overview = await page.View("overview").InnerTextAsync();
        Assert.All(insight.Sentences, sentence => Assert.Contains(sentence, overview, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_distribution_has_the_share_of_trials_up_to_each_score()
    {
        await using var page = await browser.OpenFileAsync();
        var values = (await browser.Record.ReadAsync()).Where(trial => trial.State == TrialState.Complete).Select(trial => trial.Value!.Value).Order().ToArray();
        await page.GoAsync("distribution");
        var steps = (await page.SeriesAsync("distribution"))["study 0"];

        Assert.Equal(values.Distinct(), steps.Skip(1).Select(step => step[2].GetDouble()));
        Assert.All(steps.Skip(1), step => Assert.Equal(100.0 * values.Count(value => value <= step[2].GetDouble()) / values.Length, step[1].GetDouble(), 1e-9));
    }

    [Fact]
    public async Task The_timeline_has_each_start_of_a_trial()
    {
        await using var page = await browser.OpenFileAsync();
        var trials = await browser.Record.ReadAsync();
        var expected = new List<(int, int, string)>();
        foreach (var trial in trials)
        {
            foreach (var attempt in await browser.Record.ReadAttemptsAsync(trial.Number))
                expected.Add((trial.Number, attempt.Number, attempt.End is { } end ? AttemptEndText(end) : "running"));
        }
        await page.GoAsync("timeline");
        var rows = await page.TableAsync("Starts of trials");

        Assert.Equal(expected.Order(), rows.Select(row => ((int)Number(row[0]), (int)Number(row[1]), row[^1])).Order());
        Assert.Equal(expected.Count, (await page.SeriesAsync("timeline")).Where(one => one.Key != "pauses").Sum(one => one.Value.Length));
    }

    [Fact]
    public async Task The_rounds_have_their_trials_and_their_ranges()
    {
        await using var page = await browser.OpenFileAsync();
        var rounds = await browser.Record.ReadRoundsAsync();
        await page.GoAsync("rounds");
        var rows = await page.TableAsync("Rounds");

        Assert.Equal(rounds.Select(round => (round.Number, round.FirstTrial, round.Reason)), rows.Select(row => ((int)Number(row[0]), (int)Number(row[2]), row[4])));
        var rates = (await page.SeriesAsync("rounds"))["ranges 0"];
        Assert.Equal(rounds.Count, rates.Length);
        Assert.All(rounds.Zip(rates), pair =>
        {
            Assert.Equal(Math.Log10(pair.First.Ranges[0].Low!.Value), pair.Second[0].GetDouble(), Exactly);
            Assert.Equal(Math.Log10(pair.First.Ranges[0].High!.Value), pair.Second[1].GetDouble(), Exactly);
        });
    }

    [Fact]
    public async Task The_table_has_every_cell_of_every_trial()
    {
        await using var page = await browser.OpenFileAsync();
        var (trials, space) = (await browser.Record.ReadAsync(), browser.Record.Study.Space);
        // High enough for all rows.
        await page.Page.SetViewportSizeAsync(1280, 2400);
        await page.GoAsync("trials");
        var rows = await page.TableAsync("Trials");

        Assert.Equal(trials.Count, rows.Length);
        Assert.All(trials, trial =>
        {
            var row = rows[trial.Number];
            Assert.Equal(trial.Number, Number(row[0]));
            Assert.EndsWith(StateText(trial.State), row[1], StringComparison.Ordinal);
            Assert.Equal(trial.Value, NumberOrNull(row[2]));
            var values = trial.ValuesIn(space).ToDictionary(StringComparer.Ordinal);
            for (var i = 0; i < space.Count; i++)
            {
                var has = values.TryGetValue(space[i].Name, out var value);
                Assert.Equal(has ? value.Text ?? value.Number!.Value.ToString("R", CultureInfo.InvariantCulture) : "–", value.Text is null && has ? Number(row[3 + i]).ToString("R", CultureInfo.InvariantCulture) : row[3 + i]);
            }
            Assert.Equal(trial.Error is { } error ? error.Split('\n')[0] : "–", row[^1]);
        });
    }

    [Fact]
    public async Task A_trials_own_page_has_all_that_is_known_of_it()
    {
        await using var page = await browser.OpenFileAsync();
        var trials = await browser.Record.ReadAsync();
        var saved = trials[PageStudyExample.Saved];
        await page.GoAsync($"trial/{saved.Number}");
        var view = page.View("trial");
        Assert.Equal(saved.Value, Number(await page.FactAsync("value")));
        Assert.Contains($"note of trial {saved.Number}: {PageStudyExample.Script[..30]}", await view.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(PageStudyExample.Option, (await page.TableAsync("Artifacts"))[0][0]);
        Assert.Contains($"had seen {saved.Observed} results", await view.InnerTextAsync(), StringComparison.Ordinal);
        var decisions = (await browser.Record.ReadDecisionsAsync()).Where(decision => decision.Trial == saved.Number).ToArray();
        Assert.Equal(
            decisions.Select(decision => (decision.Step, decision.IsStopped ? "stop" : "go on", decision.Observed)),
            (await page.TableAsync("Answers of the pruner")).Select(row => ((int)Number(row[0]), row[1], (int)Number(row[2]))));

        var failed = trials.First(trial => trial.State == TrialState.Failed);
        await page.GoAsync($"trial/{failed.Number}");
        var told = await view.Locator("pre.error").TextContentAsync();
        Assert.StartsWith(failed.Error!.Split('\n')[0], told!, StringComparison.Ordinal);

        await page.GoAsync($"trial/{PageStudyExample.Requeued}");
        Assert.Equal(trials[PageStudyExample.Requeued].PreviousResult!.Value, Number((await page.TableAsync("Earlier results"))[0][1]));
    }

    // On a log axis the place is the decimal logarithm, of an option near its index, and of what a trial does not have below the axis.
    private static void AssertPlace(Parameter parameter, Point point, int index, double place)
    {
        var definition = parameter.Definition;
        if (!point.IsActive(index))
            Assert.True(place < (definition.Options is not null ? -0.5 : definition.Scale == Scale.Log ? Math.Log10(definition.Low!.Value) : definition.Low!.Value));
        else if (definition.Options is not null)
            Assert.Equal(parameter.LevelOf(point[index]), place, 0.31);
        else
            Assert.Equal(definition.Scale == Scale.Log ? Math.Log10(parameter.ValueOf(point[index]).Number!.Value) : parameter.ValueOf(point[index]).Number!.Value, place, Exactly);
    }

    private static double Number(string text) => double.Parse(text.Replace("−", "-", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static double? NumberOrNull(string text) => text == "–" ? null : Number(text);

    private static string StateText(TrialState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static string AttemptEndText(AttemptEnd end) => end == AttemptEnd.ByHand ? "by hand" : JsonNamingPolicy.CamelCase.ConvertName(end.ToString());
}
