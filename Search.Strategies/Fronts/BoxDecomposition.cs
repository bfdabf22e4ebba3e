namespace HyperSearch.Strategies;

/// <summary>
/// The part of the space below a reference point that a front does not dominate, for two or three losses, as boxes that do not overlap:
/// n + 1 of them for two losses and at most 2n + 1 for three. Yang, Emmerich, Deutz, Bäck: "Efficient Computation of Expected Hypervolume
/// Improvement Using Box Decomposition Algorithms", Journal of Global Optimization 75, 2019, section 4.
/// </summary>
internal sealed class BoxDecomposition
{
    private readonly double[] _reference;
    private readonly List<double[]> _lower = [], _upper = [];

    /// <param name="losses">Any points; those that are dominated, or not better than the reference by all losses, change nothing.</param>
    /// <param name="reference">(2 or 3): the corner that all boxes lie below.</param>
    public BoxDecomposition(IEnumerable<double[]> losses, double[] reference)
    {
        _reference = reference;
        var last = reference.Length - 1;
        var inside = losses.Where(point => point.Zip(reference).All(pair => pair.First < pair.Second)).OrderBy(point => point[last]);
        if (last == 1)
            Sweep(inside.Select(point => (point[0], point[1])));
        else
            Sweep(inside);
    }

    public int Count => _lower.Count;

    /// <summary>(boxes)(losses): the lower corners; −∞ where a box has no end.</summary>
    public IReadOnlyList<double[]> Lower => _lower;

    /// <summary>(boxes)(losses): the upper corners.</summary>
    public IReadOnlyList<double[]> Upper => _upper;

    // From the best by the second loss on: between it and the next, what is better than all so far by the first.
    private void Sweep(IEnumerable<(double X, double Y)> points)
    {
        var (left, bottom) = (_reference[0], double.NegativeInfinity);
        foreach (var (x, y) in points.Append((double.NegativeInfinity, _reference[1])))
        {
            if (x >= left)
                continue;
            AddBox([double.NegativeInfinity, bottom], [left, y]);
            (left, bottom) = (x, y);
        }
    }

    // A strip is what lies from one x to the next below the height of the stairs there; it becomes a box when a point lowers it.
    private void Sweep(IEnumerable<double[]> points)
    {
        var strips = new List<Strip> { new(double.NegativeInfinity, _reference[0], _reference[1], double.NegativeInfinity) };
        foreach (var point in points)
        {
            var (x, y, z) = (point[0], point[1], point[2]);
            var first = strips.FindIndex(strip => strip.Right > x);
            if (strips[first].Height <= y)
                continue;
            var end = first;
            for (; end < strips.Count && strips[end].Height > y; end++)
                AddBox(strips[end], z);
            List<Strip> between = [new(x, strips[end - 1].Right, y, z)];
            if (strips[first].Left < x)
                between.Insert(0, strips[first] with { Right = x, Bottom = z });
            strips.RemoveRange(first, end - first);
            strips.InsertRange(first, between);
        }
        foreach (var strip in strips)
            AddBox(strip, _reference[2]);
    }

    private void AddBox(Strip strip, double top) =>
        AddBox([strip.Left, double.NegativeInfinity, strip.Bottom], [strip.Right, strip.Height, top]);

    private void AddBox(double[] lower, double[] upper)
    {
        if (lower[^1] >= upper[^1])
            return;
        _lower.Add(lower);
        _upper.Add(upper);
    }

    private readonly record struct Strip(double Left, double Right, double Height, double Bottom);
}
