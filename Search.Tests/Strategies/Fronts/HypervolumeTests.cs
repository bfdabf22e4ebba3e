using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class HypervolumeTests
{
    public static TheoryData<int, int, int> Shapes => FrontCases.Shapes;

    [Theory, MemberData(nameof(Shapes))]
    public void It_is_what_the_grid_of_all_coordinates_says(int goals, int points, int values)
    {
        var losses = FrontCases.Draw(goals, points, values);
        // Some points are not better than the reference.
        double[] reference = [.. Enumerable.Range(0, goals).Select(goal => 0.9 - 0.05 * goal)];

        Assert.Equal(FrontCases.Hypervolume(losses, reference), Hypervolume.Of(losses, reference), 1e-12);
    }

    [Fact]
    public void Of_two_stairs_it_is_the_area_below_them() =>
        Assert.Equal(0.5 * 1 + 0.5 * 0.5, Hypervolume.Of([[0, 0.5], [0.5, 0], [0.7, 0.7], [2, -1]], [1, 1]), 1e-15);

    [Fact]
    public void A_point_with_another_number_of_losses_is_refused() =>
        Assert.Contains("these have 3 and 2", Assert.Throws<ArgumentException>(() => Hypervolume.Of([[0, 0, 0]], [1, 1])).Message, StringComparison.Ordinal);

    /// <summary>Of points on a sphere, all of which count: that it is done shows that it does not take all subsets.</summary>
    [Fact]
    public void A_front_of_five_goals_and_sixty_points_is_measured()
    {
        List<double[]> losses = [.. FrontCases.Draw(5, 60, 1_000_000).Select(point => OnSphere(point))];
        double[] reference = [1.1, 1.1, 1.1, 1.1, 1.1];
        var (all, without) = (Hypervolume.Of(losses, reference), Hypervolume.Of(losses.Skip(1), reference));

        Assert.InRange(all, without, Math.Pow(1.1, 5));
        // In whichever order they come, and with points that they dominate beside them.
        Assert.Equal(all, Hypervolume.Of([.. Enumerable.Reverse(losses), .. losses.Select(point => point.Select(x => x + 0.01).ToArray())], reference), 1e-12);
    }

    private static double[] OnSphere(double[] point)
    {
        var radius = Math.Sqrt(point.Sum(x => x * x));
        return [.. point.Select(x => x / radius)];
    }
}
