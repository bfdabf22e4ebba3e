using HyperSearch;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>Tables of which a search sees one run of each configuration, and its winner is judged by the mean of all.</summary>
public sealed class NoisyTableTests
{
    // 40 configurations with three runs each, far from one another; 9 and 10 are alike the best on average.
    private static readonly QualityProblem Table = Noisy(i => Math.Abs(i - 9.5) / 10, 0.5);

    [Fact]
    public void A_run_is_one_of_the_configuration_and_each_comes_as_often()
    {
        var table = new NoisyTable(Table);
        var point = At(12);
        var drawn = Enumerable.Range(0, 3000).Select(trial => table.RunOf(point, new(1, trial, StreamPurpose.Evaluate))!.Value).CountBy(value => value).ToArray();

        Assert.Equal(Table.RunsOf!(point).Order(), drawn.Select(pair => pair.Key).Order());
        // Binomial with 1,000 ± 26: six deviations.
        Assert.All(drawn, pair => Assert.InRange(pair.Value, 845, 1155));
    }

    [Fact]
    public void The_best_by_the_means_of_all_runs_is_right_and_so_is_who_ties_with_it()
    {
        var table = new NoisyTable(Table);
        Trial[] trials = [.. new[] { 9, 10, 11 }.Select((i, number) => new Trial(number, TrialState.Complete, At(i)))];

        Assert.Equal([true, true, false], trials.Select(trial => table.IsBest(trial, trials)));
        Assert.Equal(table.RegretOf(trials[0]), table.RegretOf(trials[1]));
    }

    [Fact]
    public void A_race_costs_no_more_than_its_share_and_the_same_seed_has_the_same_winner()
    {
        var choices = Enumerable.Range(0, 2).Select(_ => Choose(Table, seed: 3)).ToArray();

        Assert.Equal(choices[0], choices[1]);
        Assert.InRange(choices[0].Runs, 3, 24);
        Assert.InRange(choices[0].Stated, 0, 1);
    }

    [Fact]
    public void Without_noise_the_winner_is_the_best_that_was_found_and_the_race_knows_it()
    {
        var choice = Choose(Noisy(i => Math.Abs(i - 9.5) / 10, 0), seed: 1);

        Assert.True(choice.IsBest);
        Assert.Equal(1, choice.Stated);
    }

    [Fact]
    public void With_noise_that_hides_the_best_the_race_finds_better_ones_than_the_maximum_does()
    {
        var choices = Enumerable.Range(0, 30).Select(seed => Choose(Table, seed)).ToArray();

        Assert.True(choices.Average(choice => choice.Confirmed) < choices.Average(choice => choice.Maximum));
    }

    private static NoisyChoice Choose(QualityProblem table, int seed) =>
        NoisyChoice.Of(new NoisyTable(table), ("RandomSearch", () => new RandomSearch()), seed, runs: 60, confirm: 24, top: 4);

    private static QualityProblem Noisy(Func<int, double> mean, double noise)
    {
        var parameter = new IntParameter("i", 0, 39);
        int Index(Point point) => (int)parameter.ValueOf(point[0]).Number!.Value;
        return new("noisy", new SearchSpace(parameter), Goal.Minimize("loss"), point => mean(Index(point)), value => value - 0.05, IsTable: true)
        {
            RunsOf = point => [mean(Index(point)) - noise, mean(Index(point)), mean(Index(point)) + noise],
        };
    }

    private static Point At(int i) => Table.Space.Complete([KeyValuePair.Create("i", ParameterValue.Of(i))]);
}
