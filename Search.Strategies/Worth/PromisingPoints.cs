namespace HyperSearch.Strategies;

/// <summary>Points that were not tried, by how much drawn functions are expected to be better there than at the incumbent.</summary>
internal sealed class PromisingPoints
{
    private readonly FunctionDraws _functions;
    private readonly HashSet<Point> _seen;
    private readonly double[] _basis;
    private readonly List<(double Gain, double[] Values)> _found = [];

    /// <param name="functions">The functions.</param>
    /// <param name="incumbent">What is to be improved on.</param>
    /// <param name="tried">What was tried.</param>
    public PromisingPoints(FunctionDraws functions, Point incumbent, HashSet<Point> tried)
    {
        (_functions, _seen, _basis) = (functions, tried, new double[functions.Size]);
        AtIncumbent = ValuesAt(incumbent);
    }

    /// <summary>(draws): the functions at the incumbent.</summary>
    public double[] AtIncumbent { get; }

    /// <summary>Looks where a search would: around the best trials, and at random points.</summary>
    public void Search(SearchDomain domain, Observations observations, int randomPoints, ref RandomStream random)
    {
        var search = new LocalSearch(domain, new TriedPoints(), (points, scores) =>
        {
            for (var i = 0; i < points.Length; i++)
                scores[i] = Score(domain, points[i]);
        });
        var candidates = search.ScoreInitial(observations, randomPoints, ref random);
        search.ScoreNeighbours(candidates, ref random);
    }

    /// <summary>What each function comes to at the most promising points, or at the incumbent where that is better.</summary>
    /// <param name="count">At how many points at most: with more of them, no function comes to less than with fewer.</param>
    /// <param name="deviation">Of what is added to a function to make a score.</param>
    /// <param name="random">Draws that.</param>
    /// <returns>(draws): the lowest values, and the lowest scores.</returns>
    public (double[] ByMean, double[] ByScore) Best(int count, double deviation, ref RandomStream random)
    {
        var byMean = (double[])AtIncumbent.Clone();
        var byScore = new double[byMean.Length];
        Array.Fill(byScore, double.PositiveInfinity);
        foreach (var (_, values) in _found.OrderByDescending(one => one.Gain).Take(count))
        {
            for (var d = 0; d < values.Length; d++)
            {
                byMean[d] = Math.Min(byMean[d], values[d]);
                byScore[d] = Math.Min(byScore[d], values[d] + deviation * random.NextNormal());
            }
        }
        return (byMean, byScore);
    }

    private double Score(SearchDomain domain, Point point)
    {
        var values = ValuesAt(point);
        var gain = 0.0;
        for (var d = 0; d < values.Length; d++)
            gain += Math.Max(0, AtIncumbent[d] - values[d]);
        if (_seen.Add(point) && domain.Allows(point))
            _found.Add((gain, values));
        return gain;
    }

    private double[] ValuesAt(Point point)
    {
        _functions.Basis(point.Codes, _basis);
        var values = new double[_functions.Count];
        for (var d = 0; d < values.Length; d++)
            values[d] = _functions.Value(d, _basis);
        return values;
    }
}
