using HyperSearch;

namespace Search.Tests;

/// <summary>What more trials are expected to bring.</summary>
public sealed class OutlookTests
{
    public static TheoryData<string> Spaces => [.. ExampleSpaces.Names.Where(name => name != "no parameters")];

    [Theory, MemberData(nameof(Spaces))]
    public void It_is_a_gain_within_its_interval_in_any_space(string name)
    {
        var space = ExampleSpaces.Named(name);

        var outlook = Of(space, InsightCases.Random(space, Outlook.FewestTrials(space), Bowl), 50)!;

        Assert.Equal(50, outlook.Trials);
        Assert.True(outlook.Low >= 0 && outlook.Low <= outlook.Gain && outlook.Gain <= outlook.High && double.IsFinite(outlook.High), outlook.ToString());
        Assert.True(outlook.ScoreGain >= 0 && double.IsFinite(outlook.ScoreGain) && outlook.Noise >= 0 && double.IsFinite(outlook.Noise), outlook.ToString());
    }

    [Fact]
    public void Of_too_few_trials_it_says_nothing()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 40, Bowl);
        var fewest = Outlook.FewestTrials(InsightCases.Cube);

        Assert.Null(Of(InsightCases.Cube, trials[..(fewest - 1)], 10));
        Assert.NotNull(Of(InsightCases.Cube, trials[..fewest], 10));
        // Those that failed have no score.
        Assert.Null(Of(InsightCases.Cube, [.. trials[..fewest].Select(trial => trial.Number == 0 ? trial with { State = TrialState.Failed, Value = null, Error = "no" } : trial)], 10));
        Assert.Null(Of(InsightCases.Cube, [.. trials.Select(trial => trial with { State = TrialState.Pruned })], 10));
        Assert.Null(Of(new SearchSpace(), [.. trials.Select(trial => trial with { Point = default })], 10));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(250)]
    public void A_flat_function_promises_nothing_however_many_trials_there_were_or_will_be(int count)
    {
        foreach (var more in new[] { 0, 1, 100, 1_000_000 })
            Assert.Equal(new Outlook(more, 0, 0, 0, 0, 0), Of(InsightCases.Cube, InsightCases.Random(InsightCases.Cube, count, _ => 7), more));
    }

    [Fact]
    public void More_trials_are_never_worth_less_and_no_trials_are_worth_nothing()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 60, Rough);
        Outlook[] outlooks = [.. new[] { 0, 1, 2, 10, 50, 200, 100_000 }.Select(more => Of(InsightCases.Cube, trials, more)!)];

        Assert.Equal(0, outlooks[0].Worth);
        Assert.True(outlooks[1].Gain > 0);
        foreach (var (fewer, more) in outlooks.Zip(outlooks.Skip(1)))
            Assert.True(fewer.Gain <= more.Gain && fewer.ScoreGain <= more.ScoreGain, $"{fewer} {more}");
    }

    /// <summary>How far it is to the bottom of a bowl is known. Of trials that do not crowd there more is promised than there is.</summary>
    [Fact]
    public void It_does_not_promise_less_than_there_is()
    {
        for (var seed = 0ul; seed < 8; seed++)
        {
            var trials = InsightCases.Random(InsightCases.Cube, 40, Bowl, seed);

            Assert.InRange(trials.Min(trial => trial.Value!.Value), 0, Of(InsightCases.Cube, trials, 400, seed)!.High);
        }
    }

    [Fact]
    public void What_is_promised_falls_as_a_search_comes_to_its_end()
    {
        var trials = InsightCases.Search(InsightCases.Cube, Bowl, 60);

        double[] worth = [.. new[] { 20, 40, 60 }.Select(count => Of(InsightCases.Cube, trials[..count], 100)!.Worth)];

        Assert.True(worth[0] > worth[2] && worth[2] < 0.001, string.Join(" ", worth));
    }

    [Fact]
    public void The_direction_and_the_unit_of_the_metric_do_not_matter()
    {
        var errors = InsightCases.Random(InsightCases.Cube, 40, Rough);
        Trial[] gains = [.. errors.Select(trial => trial with { Value = -1024 * trial.Value })];

        var minimized = Of(InsightCases.Cube, errors, 50)!;
        var maximized = Outlook.Of(new(InsightCases.Cube, Goal.Maximize("gain"), 3), gains, 50)!;

        Assert.Equal(new Outlook(50, 1024 * minimized.Gain, 1024 * minimized.Low, 1024 * minimized.High, 1024 * minimized.ScoreGain, 1024 * minimized.Noise), maximized);
    }

    [Fact]
    public void The_same_trials_in_another_order_or_beside_unfinished_ones_say_the_same()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 40, Rough);
        var running = new Trial(40, TrialState.Running, trials[0].Point);
        var promoted = trials[7] with { State = TrialState.Running, Value = null, FinishOrder = null, PreviousResult = trials[7] };

        Assert.Equal(Of(InsightCases.Cube, trials, 50), Of(InsightCases.Cube, [running, .. trials.Reverse().Select(trial => trial.Number == 7 ? promoted : trial)], 50));
    }

    [Fact]
    public void A_trial_that_misses_a_constraint_is_not_what_is_improved_on()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 60, Bowl);
        // The better half of the space is out of reach.
        Trial[] some = [.. trials.Select(trial => trial with { Excesses = [trial.Point[0] < 0.6 ? 1 : 0] })];
        Trial[] failed = [.. trials.Select(trial => trial.Point[0] < 0.6 ? trial with { State = TrialState.Failed, Value = null, Error = "no" } : trial)];

        Assert.Equal(Of(InsightCases.Cube, failed, 50), Of(InsightCases.Cube, some, 50));
    }

    [Fact]
    public void Repeated_trials_show_that_a_lucky_score_is_noise()
    {
        var random = new RandomStream(5, 0, StreamPurpose.Evaluate);
        var trials = InsightCases.Random(InsightCases.Cube, 30, Bowl);
        var repeated = new Trial[3 * trials.Length];
        for (var i = 0; i < repeated.Length; i++)
            repeated[i] = trials[i / 3] with { Number = i, FinishOrder = i, Value = trials[i / 3].Value + 0.1 * random.NextNormal() };
        // The same scores at points that differ by next to nothing: nobody can say that they are repeated.
        Trial[] apart = [.. repeated.Select((trial, i) => trial with { Point = new([trial.Point[0], trial.Point[1], trial.Point[2] + i % 3 * 1e-9]) })];

        var (known, unknown) = (Of(InsightCases.Cube, repeated, 100)!, Of(InsightCases.Cube, apart, 100)!);

        Assert.InRange(known.Noise, 0.05, 0.2);
        Assert.True(known.ScoreGain < 0.5 * unknown.ScoreGain, $"{known} {unknown}");
    }

    private static Outlook? Of(SearchSpace space, Trial[] trials, int more, ulong seed = 3) => Outlook.Of(InsightCases.Minimize(space, seed), trials, more);

    private static double Bowl(Point point)
    {
        var sum = 0.0;
        for (var i = 0; i < Math.Min(8, point.Count); i++)
            sum += point.IsActive(i) ? (point[i] - 0.3) * (point[i] - 0.3) / (1 + i) : 0.1;
        return sum;
    }

    private static double Rough(Point point) => Bowl(point) + 0.1 * Math.Sin(40 * point[0]) * Math.Sin(30 * point[1]);
}
