using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>
/// Every strategy that learns, or spreads its points, finds better values of a smooth function than random search does, by the
/// mean of the best loss over seeds, and for so many of the seeds that a strategy which is no better would be that lucky with a
/// chance of at most <see cref="FalseAlarm"/> (the sign test). The seeds are fixed: a test that passes once passes always.
/// </summary>
/// <remarks>
/// Exempt are random search itself; the grid, whose points are the same for all seeds and lie where they lie; and the list that
/// somebody wrote.
/// </remarks>
public sealed class BetterThanRandomTests
{
    private const double FalseAlarm = 1e-3;

    private static readonly string[] Exempt = [nameof(RandomSearch), nameof(GridSearch), nameof(ManualSearch)];

    public static TheoryData<string> Strategies => [.. EveryStrategy.Create.Keys.Except(Exempt)];

    [Theory, MemberData(nameof(Strategies))]
    public void On_a_smooth_function_the_best_loss_is_lower_than_by_chance(string name)
    {
        // Sobol's points are only more even, not better aimed: that shows over many seeds, and costs nothing.
        // Sixty trials are three generations of a genetic algorithm, of which the first is spread evenly.
        var (seeds, trials) = name switch
        {
            nameof(SobolSearch) => (1000, 64),
            nameof(Nsga2) => (16, 160),
            _ => (16, 60),
        };
        double[] own = [.. Enumerable.Range(0, seeds).Select(seed => BestLoss(EveryStrategy.Create[name](), seed, trials))];
        double[] random = [.. Enumerable.Range(0, seeds).Select(seed => BestLoss(new RandomSearch(), seed, trials))];
        var wins = own.Zip(random).Count(pair => pair.First < pair.Second);

        Assert.True(own.Average() < random.Average(), $"{own.Average()} on average, random search {random.Average()}");
        Assert.True(ChanceOfWins(wins, seeds) <= FalseAlarm, $"better for {wins} of {seeds} seeds: p = {ChanceOfWins(wins, seeds):G2}");
    }

    [Fact]
    public void The_chance_is_that_of_a_fair_coin()
    {
        Assert.Equal(1, ChanceOfWins(0, 16), 1e-12);
        Assert.Equal(1 / 65536.0, ChanceOfWins(16, 16), 1e-12);
        Assert.Equal(17 / 65536.0, ChanceOfWins(15, 16), 1e-12);
        Assert.Equal(0.5, ChanceOfWins(8, 15), 1e-12);
    }

    // A bowl with unequal axes in two dimensions, least off the middle.
    private static double BestLoss(IStrategy strategy, int seed, int trials)
    {
        var rehearsal = new Rehearsal(new("smooth", ExampleSpaces.Floats(2), Goal.Minimize("loss"), (ulong)seed),
            trial => TrialResult.Complete(Math.Pow(trial.Point[0] - 0.37, 2) + 3 * Math.Pow(trial.Point[1] - 0.71, 2)));
        rehearsal.Run(strategy, trials);
        return rehearsal.Log.Next().Best!.Value!.Value;
    }

    // That a fair coin shows heads so often or more.
    private static double ChanceOfWins(int wins, int tosses)
    {
        var (term, sum) = (Math.Pow(0.5, tosses), 0.0);
        for (var k = 0; k <= tosses; k++)
        {
            sum += k >= wins ? term : 0;
            term *= (double)(tosses - k) / (k + 1);
        }
        return sum;
    }
}
