using HyperSearch;

namespace Search.Tests;

/// <summary>Losses of several goals to try what works on fronts with.</summary>
internal static class FrontCases
{
    /// <summary>Goals, points, and of how many values each loss is drawn: few make many equal ones.</summary>
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (var goals in (int[])[1, 2, 3, 4, 5])
            {
                foreach (var points in (int[])[0, 1, 2, 7, goals > 3 ? 9 : 20])
                {
                    foreach (var values in (int[])[3, 1_000_000])
                        data.Add(goals, points, values);
                }
            }
            return data;
        }
    }

    /// <summary>Losses in [0, 1).</summary>
    public static List<double[]> Draw(int goals, int points, int values, int seed = 3)
    {
        var random = new RandomStream((ulong)seed, 10 * points + goals, StreamPurpose.Propose);
        var losses = new List<double[]>();
        for (var i = 0; i < points; i++)
        {
            losses.Add(new double[goals]);
            for (var goal = 0; goal < goals; goal++)
                losses[i][goal] = random.NextInt(values) / (double)values;
        }
        return losses;
    }

    /// <summary>Whether the first is at least as good by all losses, and better by one.</summary>
    public static bool Dominates(double[] one, double[] other) =>
        one.Zip(other).All(pair => pair.First <= pair.Second) && one.Zip(other).Any(pair => pair.First < pair.Second);

    /// <summary>The hypervolume by the grid of all coordinates: each of its cells is dominated, or not.</summary>
    public static double Hypervolume(List<double[]> losses, double[] reference)
    {
        double[][] edges = [.. reference.Select((end, goal) => losses.Select(point => point[goal]).Where(x => x < end).Append(end).Distinct().Order().ToArray())];
        return Volume(new double[reference.Length], 0, 1);

        double Volume(double[] corner, int goal, double size)
        {
            if (goal == corner.Length)
                return losses.Exists(point => point.Zip(corner).All(pair => pair.First <= pair.Second)) ? size : 0;
            var sum = 0.0;
            for (var i = 0; i + 1 < edges[goal].Length; i++)
            {
                corner[goal] = edges[goal][i];
                sum += Volume(corner, goal + 1, size * (edges[goal][i + 1] - edges[goal][i]));
            }
            return sum;
        }
    }
}
