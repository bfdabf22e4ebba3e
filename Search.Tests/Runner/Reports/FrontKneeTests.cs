using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The point of a front that lies farthest before the line or plane through its ends.</summary>
public sealed class FrontKneeTests
{
    [Fact]
    public void Of_two_goals_it_is_farthest_from_the_line_in_units_of_the_front()
    {
        // In units of 1 and of 1000: the line goes from (0, 3000) to (10, 0).
        double[][] front = [[0, 3000], [1, 2500], [3, 700], [6, 500], [10, 0]];

        Assert.Equal(2, FrontKnee.Of(front));
        Assert.Equal(2, FrontKnee.Of([front[1], front[0], front[2], front[4], front[3]]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_is_the_farthest_from_the_plane_that_the_ends_lie_in_by_a_search_for_the_normal(int goals)
    {
        var random = new RandomStream(3, goals, StreamPurpose.Evaluate);
        for (var round = 0; round < 50; round++)
        {
            // Ends on the axes, and points before and behind their plane.
            double[][] ends = [.. Enumerable.Range(0, goals).Select(end => Enumerable.Range(0, goals).Select(goal => goal == end ? 0 : 1.0).ToArray())];
            double[][] others = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, goals).Select(_ => 0.05 + 0.9 * random.NextDouble()).ToArray())];
            // All ends have the same sum, so the normal has the same part on each axis.
            var farthest = Enumerable.Range(0, others.Length).MinBy(i => others[i].Sum());
            int? expected = others[farthest].Sum() < goals - 1 ? farthest : null;

            Assert.Equal(expected, FrontKnee.Of([.. others, .. ends]));
        }
    }

    [Fact]
    public void A_front_that_is_straight_bends_away_or_has_no_point_between_its_ends_has_none()
    {
        Assert.Null(FrontKnee.Of([]));
        Assert.Null(FrontKnee.Of([[0, 1], [1, 0]]));
        Assert.Null(FrontKnee.Of([[0, 4], [1, 3], [2, 2], [4, 0]]));
        Assert.Null(FrontKnee.Of([[0, 4], [2, 3.5], [3.5, 2], [4, 0]]));
    }

    [Fact]
    public void Numbers_of_any_size_and_ends_that_span_no_plane_do_no_harm()
    {
        Assert.Equal(1, FrontKnee.Of([[-1.7e308, 1.7e308], [-1.6e308, -1.6e308], [1.7e308, -1.7e308]]));
        // One point is the best by two of three goals.
        Assert.Equal(2, FrontKnee.Of([[0, 0, 1], [1, 1, 0], [0.1, 0.1, 0.1]]));
        Assert.Null(FrontKnee.Of([[1, 1, 1], [1, 1, 1], [1, 1, 1]]));
    }
}
