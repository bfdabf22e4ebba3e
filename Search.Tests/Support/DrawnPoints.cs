using HyperSearch;

namespace Search.Tests;

/// <summary>Points for the oracles of kernels, and steps away from them.</summary>
internal static class DrawnPoints
{
    /// <summary>So many points of a space, the same each time.</summary>
    public static Point[] In(SearchSpace space, int count)
    {
        var random = new RandomStream(5, 0, StreamPurpose.Propose);
        var points = new Point[count];
        for (var i = 0; i < count; i++)
            points[i] = RandomSearch.Draw(space, ref random);
        return points;
    }

    /// <summary>The numbers with one of them moved.</summary>
    public static double[] Moved(double[] x, int i, double by)
    {
        var moved = (double[])x.Clone();
        moved[i] += by;
        return moved;
    }
}
