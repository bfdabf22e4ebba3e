using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class DominationTests
{
    public static TheoryData<int, int, int> Shapes => FrontCases.Shapes;

    [Theory, MemberData(nameof(Shapes))]
    public void Ranks_are_those_of_taking_off_one_front_after_the_other(int goals, int points, int values)
    {
        var losses = FrontCases.Draw(goals, points, values);
        var expected = new int[points];
        var left = Enumerable.Range(0, points).ToList();
        for (var rank = 0; left.Count > 0; rank++)
        {
            int[] front = [.. left.Where(i => !left.Exists(other => FrontCases.Dominates(losses[other], losses[i])))];
            foreach (var i in front)
                expected[i] = rank;
            left.RemoveAll(front.Contains);
        }

        Assert.Equal(expected, Domination.Ranks(losses));
    }

    [Fact]
    public void The_least_crowded_of_a_front_are_its_ends_and_then_those_with_the_farthest_neighbours()
    {
        List<double[]> front = [[0, 10], [1, 9], [2, 7], [10, 0], [6, 1]];

        Assert.Equal([double.PositiveInfinity, 0.2 + 0.3, 0.5 + 0.8, double.PositiveInfinity, 0.8 + 0.7], Domination.Crowding(front), (x, y) => x == y || Math.Abs(x - y) < 1e-12);
        Assert.Equal([0, 3, 4, 2, 1], Domination.Order(front));
    }

    [Fact]
    public void One_loss_alone_gives_its_own_order() => Assert.Equal([2, 0, 3, 1], Domination.Order([[2], [9], [1], [3]]));

    [Fact]
    public void Losses_that_are_all_equal_are_one_front_in_their_order()
    {
        List<double[]> losses = [[1, 2], [1, 2], [1, 2]];

        Assert.Equal([0, 0, 0], Domination.Ranks(losses));
        Assert.Equal(3, Domination.Order(losses).Distinct().Count());
        Assert.DoesNotContain(double.NaN, Domination.Crowding(losses));
    }
}
