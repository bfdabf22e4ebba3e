using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A page has room for any study: what is left out is said, and what stands for it is exact.</summary>
public sealed class PageLimitsTests
{
    // The page's script and style take about as much again.
    private const int MostBytes = 1_100_000;

    private static readonly PageStudy Large = LargeStudy.Create(100_000, steps: 5);
    private static readonly byte[] LargeBytes = PageData.BytesOf(Large);

    private static JsonElement LargeJson { get; } = PageData.Read(LargeBytes);

    [Fact]
    public void A_study_of_100_000_trials_takes_about_a_megabyte() => Assert.InRange(LargeBytes.Length, 500_000, MostBytes);

    [Fact]
    public void Five_thousand_trials_are_shown_all()
    {
        var json = PageData.Of(LargeStudy.Create(5_000));

        Assert.Equal(JsonValueKind.Null, json.GetProperty("omitted").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("historyDensity").ValueKind);
        Assert.Equal(Enumerable.Range(0, 5_000), json.GetProperty("rows").Ints("number"));
    }

    [Fact]
    public void Of_more_there_are_the_best_the_improvements_the_newest_those_that_run_and_others_evenly()
    {
        var numbers = LargeJson.GetProperty("rows").Ints("number");
        var ranked = new TrialRanking(Large.Study.Goal).Complete(Large.Trials).Select(trial => trial.Number).ToArray();

        Assert.Equal(numbers.Order(), numbers);
        Assert.InRange(numbers.Length, 1_000, 5_000);
        Assert.Empty(((int[])[.. ranked[..200]]).Except(numbers));
        Assert.Empty(((int[])[.. LargeJson.Ints("best"), .. LargeJson.Ints("bestSoFar", "trial")]).Except(numbers));
        Assert.Equal(ranked[..20], LargeJson.Ints("best"));
        Assert.Empty(((int[])[.. Enumerable.Range(99_800, 200)]).Except(numbers));
        // No stretch of trials is left out.
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 300));
        var omitted = LargeJson.GetProperty("omitted");
        Assert.Equal(100_000, omitted.GetProperty("total").GetInt32());
        var counts = System.Text.RegularExpressions.Regex.Matches(omitted.GetProperty("rule").GetString()!, @"\d+", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(match => int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(numbers.Length, counts.Sum());
    }

    [Fact]
    public void The_best_so_far_is_exact_where_rows_are_left_out()
    {
        var naive = new List<(int, int, double)>();
        foreach (var trial in Large.Trials.Where(trial => trial.State == TrialState.Complete).OrderBy(trial => trial.FinishOrder))
        {
            if (naive.Count == 0 || trial.Value > naive[^1].Item3 || (trial.Value == naive[^1].Item3 && trial.Number < naive[^1].Item2))
                naive.Add((trial.FinishOrder!.Value, trial.Number, trial.Value!.Value));
        }

        Assert.Equal(naive, LargeJson.Ints("bestSoFar", "finishOrder").Zip(LargeJson.Ints("bestSoFar", "trial"), LargeJson.Doubles("bestSoFar", "value")));
    }

    [Fact]
    public void A_trial_that_was_scored_anew_counts_with_its_new_result_in_the_line_of_the_best()
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        Trial Of(int number, double value, int order) => new(number, TrialState.Complete, new Point([0.5])) { Value = value, FinishOrder = order };
        var study = new PageStudy
        {
            Study = new("study", space, Goal.Maximize("score"), 1),
            Created = default,
            Trials = [Of(0, 1, 4) with { PreviousResult = Of(0, 9, 0) }, Of(1, 2, 1), Of(2, 0, 3) with { PreviousResult = Of(2, 0.5, 2) with { State = TrialState.Pruned } }, new(3, TrialState.Waiting, new Point([0.1])) { PreviousResult = Of(3, 8, 5) }],
        };

        Assert.Equal([1], PageData.Of(study).Ints("bestSoFar", "trial"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_densities_count_all_finished_trials_with_a_value(bool isMaximize)
    {
        var study = LargeStudy.Create(20_000, isMaximize: isMaximize);
        var json = PageData.Of(study);
        var valued = study.Trials.Where(trial => trial.IsFinished && trial.Value is not null).ToArray();

        var history = json.GetProperty("historyDensity");
        var counts = Counts(history);
        Assert.Equal(valued.Length, counts.Sum());
        var (columns, low, width) = (history.GetProperty("columns").GetInt32(), history.GetProperty("xLow").GetDouble(), history.GetProperty("xHigh").GetDouble() - history.GetProperty("xLow").GetDouble());
        for (var column = 0; column < columns; column++)
        {
            var expected = valued.Count(trial => Math.Clamp((int)((trial.FinishOrder!.Value - low) / width * columns), 0, columns - 1) == column);
            Assert.Equal(expected, counts.Where((_, i) => i % columns == column).Sum());
        }
        foreach (var (i, parameter) in study.Study.Space.Parameters.Index())
        {
            var slice = json.GetProperty("sliceDensity").GetProperty(parameter.Name);
            Assert.Equal(valued.Count(trial => trial.Point.IsActive(i)), Counts(slice).Sum());
            // Those of few values have a column for each.
            if (parameter.Name is not ("kind" or "batch" or "layers"))
                continue;
            var levels = parameter.Levels!.Value;
            Assert.Equal(levels, slice.GetProperty("columns").GetInt32());
            for (var level = 0; level < levels; level++)
            {
                Assert.Equal(valued.Count(trial => parameter.LevelOf(trial.Point[i]) == level), Counts(slice).Where((_, at) => at % levels == level).Sum());
                var middle = slice.GetProperty("xLow").GetDouble() + (level + 0.5) * (slice.GetProperty("xHigh").GetDouble() - slice.GetProperty("xLow").GetDouble()) / levels;
                Assert.Equal(parameter.CodeOfLevel(level), middle, 1e-12);
            }
        }
    }

    [Fact]
    public void A_value_far_from_all_others_leaves_them_their_room()
    {
        var study = LargeStudy.Create(10_000, isMaximize: false);
        var trials = study.Trials.Select(trial => trial.Number == 5_000 ? trial with { State = TrialState.Complete, Value = 1e30, Error = null } : trial).ToArray();

        var history = PageData.Of(new() { Study = study.Study, Created = study.Created, Trials = trials }).GetProperty("historyDensity");

        Assert.InRange(history.GetProperty("yHigh").GetDouble(), 0.9, 5);
        Assert.Equal(trials.Count(trial => trial.IsFinished && trial.Value is not null), Counts(history).Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(20_000)]
    public void The_distribution_is_that_of_all_complete_trials(int count)
    {
        var study = LargeStudy.Create(count, running: 0);
        var values = study.Trials.Where(trial => trial.State == TrialState.Complete).Select(trial => trial.Value!.Value).ToArray();
        var json = PageData.Of(study).GetProperty("distribution");
        var (shown, shares) = (json.Doubles("values"), json.Doubles("shares"));

        Assert.InRange(shown.Length, 1, 256);
        Assert.Equal((values.Min(), values.Max(), 1), (shown[0], shown[^1], shares[^1]));
        Assert.All(shown.Zip(shares), pair => Assert.Equal(values.Count(value => value <= pair.First) / (double)values.Length, pair.Second));
        if (values.Distinct().Count() <= 256)
            Assert.Equal(values.Distinct().Order(), shown);
        else
            Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 0.006));
    }

    [Fact]
    public void The_best_twenty_keep_their_curves_and_the_others_as_many_as_there_is_room_for()
    {
        var curves = LargeJson.Items("curves").Select(curve => curve.GetProperty("trial").GetInt32()).ToArray();

        Assert.Equal(LargeJson.Ints("best"), curves[..20]);
        Assert.Empty(curves.Except(LargeJson.GetProperty("rows").Ints("number")));
        Assert.Equal(Large.Trials.Count(trial => trial.Measurements.Count > 0) - curves.Length, LargeJson.GetProperty("curvesOmitted").GetInt32());
        Assert.InRange(curves.Length, 400, 3_000);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(50_000)]
    public void A_long_curve_keeps_its_ends_and_its_extremes(int points)
    {
        var random = new RandomStream(2, points, StreamPurpose.Propose);
        var whole = new PageCurve(0, null, [.. Enumerable.Range(1, points).Select(step => new Measurement(step, random.NextDouble()))]);

        var thinned = whole.Thinned(200);

        Assert.InRange(thinned.Points.Count, 180, 200);
        Assert.Equal((whole.Points[0], whole.Points[^1]), (thinned.Points[0], thinned.Points[^1]));
        Assert.Equal((whole.Points.Min(m => m.Value), whole.Points.Max(m => m.Value)), (thinned.Points.Min(m => m.Value), thinned.Points.Max(m => m.Value)));
        Assert.Equal(thinned.Points.OrderBy(m => m.Step), thinned.Points);
        Assert.Empty(thinned.Points.Except(whole.Points));
    }

    [Fact]
    public void Details_and_texts_are_as_long_as_there_is_room()
    {
        var study = LargeStudy.Create(3_000);
        PageStudy With(int characters) => new()
        {
            Study = study.Study,
            Created = study.Created,
            Trials = study.Trials,
            Details = [.. study.Ranking.MostImportant(300).Select(trial => new PageTrial(trial with { Error = new('<', characters) }, new string('é', characters), []))],
        };

        var json = PageData.Read(PageData.BytesOf(With(1_000_000)));

        Assert.InRange(json.Items("details").Length, 2, 40);
        Assert.Contains("characters are left out", json.Items("details")[0].GetProperty("log").GetString(), StringComparison.Ordinal);
        Assert.Equal(study.Ranking.RankOf(json.Items("details")[0].GetProperty("number").GetInt32()), json.Items("details")[0].GetProperty("rank").GetInt32());
        Assert.Equal(1, json.Items("details")[0].GetProperty("rank").GetInt32());
    }

    [Fact]
    public void A_study_without_trials_is_shown()
    {
        var json = PageData.Of(LargeStudy.Create(0, running: 0));

        Assert.Empty(json.GetProperty("rows").Ints("number"));
        Assert.Empty(json.Doubles("distribution", "values"));
    }

    private static int[] Counts(JsonElement density)
    {
        var counts = density.Ints("counts");
        Assert.Equal(density.GetProperty("columns").GetInt32() * density.GetProperty("rows").GetInt32(), counts.Length);
        return counts;
    }
}
