using HyperSearch;

namespace Search.Tests;

public sealed class ConfirmationRaceTests
{
    private static readonly Goal Accuracy = Goal.Maximize("accuracy");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_best_wins_where_the_differences_are_large(bool isMaximize)
    {
        var goal = isMaximize ? Goal.Maximize("score") : Goal.Minimize("score");
        var race = new ConfirmationRace(goal, seed: 3, Finalists(0.9, 0.9, 0.9));
        double[] means = [goal.Loss(3), goal.Loss(1), goal.Loss(2)];
        var standing = Play(race, (i, r) => means[i] + 0.01 * Noise(i, r), out var runs);
        var winner = standing.Winner!;
        Assert.Equal(1, winner.Finalist.Trial);
        Assert.True(winner.ProbabilityOfBest > 0.95);
        Assert.True(runs < 15, $"{runs} runs");
        Assert.InRange(means[1], winner.Low, winner.High);
    }

    [Fact]
    public void A_lucky_first_score_counts_for_nothing()
    {
        var race = new ConfirmationRace(Accuracy, seed: 1, Finalists(0.99, 0.80));
        var standing = Play(race, (i, r) => (i == 0 ? 0.70 : 0.78) + 0.01 * Noise(i, r), out _);
        Assert.Equal(1, standing.Winner!.Finalist.Trial);
        Assert.Equal(0.80 - standing.Winner.Mean, standing.Optimism!.Value, 12);
        Assert.InRange(standing.Optimism.Value, 0.005, 0.035);
    }

    [Fact]
    public void It_ends_when_the_runs_are_used_up_where_nothing_tells_the_finalists_apart()
    {
        var race = new ConfirmationRace(Accuracy, seed: 2, Finalists(0.9, 0.9, 0.9, 0.9)) { Replicates = 5 };
        var standing = Play(race, (i, r) => Noise(i, r), out var runs);
        Assert.Equal(20, runs);
        Assert.True(standing.Winner!.ProbabilityOfBest < 0.95);
    }

    [Fact]
    public void The_standing_does_not_depend_on_the_order_in_which_runs_arrived()
    {
        var race = new ConfirmationRace(Accuracy, seed: 2, Finalists(0.9, 0.9, 0.9));
        RaceRun[] runs = [.. from i in Enumerable.Range(0, 3) from r in Enumerable.Range(0, 4) select new RaceRun(i, r, i + Noise(i, r))];
        var one = race.Standing(runs);
        var other = race.Standing(runs.Reverse());
        Assert.Equal(one.Entries, other.Entries);
    }

    [Fact]
    public void Runs_that_go_on_are_not_asked_for_again_and_count_against_the_budget()
    {
        var race = new ConfirmationRace(Accuracy, seed: 2, Finalists(0.9, 0.9, 0.9)) { Replicates = ConfirmationRace.FirstRuns };
        var nothing = race.Standing([]);
        var running = new List<int>();
        while (race.Next(nothing, running) is { } next)
            running.Add(next);
        Assert.Equal(race.MostRuns, running.Count);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(ConfirmationRace.FirstRuns, running.Count(trial => trial == i)));
    }

    [Fact]
    public void What_a_split_does_to_all_alike_does_not_hide_which_is_better()
    {
        var race = new ConfirmationRace(Accuracy, seed: 5, Finalists(0.9, 0.9));
        var standing = Play(race, (i, r) => 10 * Noise(99, r) + (i == 0 ? 0.3 : 0) + 0.05 * Noise(i, r), out var runs);
        Assert.Equal(0, standing.Winner!.Finalist.Trial);
        Assert.True(standing.Winner.ProbabilityOfBest >= 0.95);
        Assert.True(runs <= 10, $"{runs} runs");
    }

    [Fact]
    public void Runs_that_came_out_alike_for_all_finalists_tell_what_one_of_them_tells()
    {
        var race = new ConfirmationRace(Accuracy, seed: 5, Finalists(0.9, 0.8, 0.7, 0.6));
        RaceRun[] runs = [.. from i in Enumerable.Range(0, 4) from r in Enumerable.Range(0, 3) select new RaceRun(i, r, 0.1 * i + Noise(i, r))];
        RaceRun[] again = [.. runs.Where(run => run.Replicate == 1).Select(run => run with { Replicate = 3 })];
        var (once, twice) = (race.Standing(runs), race.Standing([.. runs, .. again]));
        Assert.Equal(once.Entries.Select(entry => (entry.Mean, entry.Low, entry.High, entry.ProbabilityOfBest)), twice.Entries.Select(entry => (entry.Mean, entry.Low, entry.High, entry.ProbabilityOfBest)));
    }

    [Fact]
    public void A_finalist_that_keeps_failing_is_out()
    {
        var race = new ConfirmationRace(Accuracy, seed: 5, Finalists(0.9, 0.8));
        var standing = Play(race, (i, r) => i == 0 ? null : 0.8 + 0.01 * Noise(i, r), out _);
        Assert.True(standing.Entries[0].IsOut);
        Assert.Equal(2, standing.Entries[0].Failures);
        Assert.Equal(1, standing.Winner!.Finalist.Trial);
    }

    [Fact]
    public void Where_all_fail_there_is_no_winner()
    {
        var race = new ConfirmationRace(Accuracy, seed: 5, Finalists(0.9, 0.8));
        var standing = Play(race, (_, _) => null, out var runs);
        Assert.Null(standing.Winner);
        Assert.Equal(4, runs);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(0)]
    public void Losses_of_any_size_are_compared(double size)
    {
        var race = new ConfirmationRace(Goal.Minimize("loss"), seed: 5, Finalists(1, 1));
        var standing = Play(race, (i, r) => size * (1 + i + 0.01 * Noise(i, r)), out _);
        Assert.Equal(0, standing.Winner!.Finalist.Trial);
        Assert.True(double.IsFinite(standing.Winner.Low) && double.IsFinite(standing.Winner.High));
        Assert.InRange(standing.Winner.ProbabilityOfBest, 0.95, 1);
    }

    [Fact]
    public void An_objective_without_noise_is_known_after_few_runs()
    {
        var race = new ConfirmationRace(Accuracy, seed: 5, Finalists(0.9, 0.8));
        var standing = Play(race, (i, _) => 0.1 + i, out var runs);
        Assert.Equal(1, standing.Winner!.ProbabilityOfBest);
        Assert.Equal(1.1, standing.Winner.Mean);
        Assert.Equal(2 * 5, runs);
    }

    [Fact]
    public void A_race_of_few_runs_without_noise_has_a_winner_whoever_looks_at_it()
    {
        var runs = new List<RaceRun>();
        var finalists = Finalists(0.9, 0.8);
        for (var replicate = 0; replicate < ConfirmationRace.FirstRuns; replicate++)
            runs.AddRange([new(0, replicate, 0.5), new(1, replicate, 0.7)]);
        Assert.True(new ConfirmationRace(Accuracy, 5, finalists) { Replicates = ConfirmationRace.FirstRuns } is var few && few.IsOver(few.Standing(runs)));
        var many = new ConfirmationRace(Accuracy, 5, finalists);
        Assert.Equal(1, many.Standing(runs).Winner!.Finalist.Trial);
        Assert.False(many.IsOver(many.Standing(runs)));
    }

    // 150 races: the share of hits has a deviation below 0.041, so that 0.11 is missed once in 100 sets of seeds; these are fixed.
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void The_probability_is_that_with_which_the_winner_is_the_best(double spread)
    {
        const int Races = 150;
        var (stated, hits) = (0.0, 0);
        for (var seed = 0; seed < Races; seed++)
        {
            var random = new RandomStream(7, seed, StreamPurpose.Evaluate);
            var means = new double[5];
            for (var i = 0; i < means.Length; i++)
                means[i] = spread * random.NextNormal();
            var race = new ConfirmationRace(Goal.Minimize("loss"), (ulong)seed, Finalists(means)) { Replicates = 6 };
            var standing = Play(race, (i, r) => means[i] + 0.5 * Noise(1000 * seed + 99, r) + Noise(1000 * seed + i, r), out _);
            stated += standing.Winner!.ProbabilityOfBest / Races;
            hits += means[standing.Winner.Finalist.Trial] == means.Min() ? 1 : 0;
        }
        Assert.InRange((double)hits / Races, stated - 0.11, stated + 0.11);
    }

    [Fact]
    public void What_cannot_be_a_race_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConfirmationRace(Accuracy, 1, []));
        Assert.Throws<ArgumentException>(() => new ConfirmationRace(Accuracy, 1, [new(3, 0.5), new(3, 0.6)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfirmationRace(Accuracy, 1, Finalists(1)) { Replicates = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfirmationRace(Accuracy, 1, Finalists(1)) { Probability = 0 });
    }

    private static Finalist[] Finalists(params double[] firstValues) => [.. firstValues.Select((value, i) => new Finalist(i, value))];

    private static double Noise(int finalist, int replicate)
    {
        var random = new RandomStream(11, finalist, StreamPurpose.Evaluate);
        for (var r = 0; r < replicate; r++)
            random.NextNormal();
        return random.NextNormal();
    }

    private static RaceStanding Play(ConfirmationRace race, Func<int, int, double?> value, out int count)
    {
        var runs = new List<RaceRun>();
        while (race.Next(race.Standing(runs), []) is { } next)
        {
            var replicate = runs.Count(run => run.Trial == next);
            runs.Add(new(next, replicate, value(next, replicate)));
        }
        count = runs.Count;
        return race.Standing(runs);
    }
}
