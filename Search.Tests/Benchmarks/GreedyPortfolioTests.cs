using Search.Benchmarks;

namespace Search.Tests;

/// <summary>How the portfolio for unknown tasks is chosen.</summary>
public sealed class GreedyPortfolioTests
{
    // A row a task, a column a configuration: the first is good everywhere, the second best on two tasks, the third on one.
    private static readonly double[][] Losses = [[2, 1, 9, 8], [2, 1, 9, 8], [2, 9, 1, 8], [1, 8, double.PositiveInfinity, 7]];

    [Fact]
    public void First_comes_what_is_good_everywhere_then_what_helps_where_that_is_not_best() =>
        Assert.Equal([0, 1, 2, 3], GreedyPortfolio.Choose(Losses, 4));

    [Fact]
    public void It_has_no_more_than_was_asked_for_nor_than_there_are()
    {
        Assert.Equal([0, 1], GreedyPortfolio.Choose(Losses, 2));
        Assert.Equal(4, GreedyPortfolio.Choose(Losses, 9).Length);
    }

    [Fact]
    public void The_scale_of_a_tasks_losses_does_not_matter() =>
        Assert.Equal(GreedyPortfolio.Choose(Losses, 4), GreedyPortfolio.Choose([.. Losses.Select((row, task) => row.Select(loss => loss * Math.Pow(10, task)).ToArray())], 4));
}
