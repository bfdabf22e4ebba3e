using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// Maximizes an acquisition function over a space of any kind: among mutations of the best trials and random points, then
/// among the neighbours of the best of these. After Hutter, Hoos, Leyton-Brown: "Sequential Model-Based Optimization for
/// General Algorithm Configuration", LION 5, 2011, section 4.3.
/// </summary>
internal sealed class LocalSearch(SearchDomain domain, TriedPoints tried, AcquisitionFunction acquisition)
{
    private const int Incumbents = 5, SteppedIncumbents = 2, Mutations = 50, Starts = 6;
    private const int AllMutations = 250, Crosses = 100;
    private const double LogTen = 2.302585092994046;

    private Candidate? _best;

    /// <summary>The best candidate so far that has not been tried and is allowed; null where there is none.</summary>
    public Candidate? Best => _best;

    /// <summary>Scores points around the best trials and random points; gives the best of them, and the best two trials.</summary>
    /// <param name="observations">The trials.</param>
    /// <param name="randomPoints">How many points are drawn from the whole space.</param>
    /// <param name="random">Draws them.</param>
    public List<Candidate> ScoreInitial(Observations observations, int randomPoints, ref RandomStream random)
    {
        var ranking = observations.Ranking();
        var codes = new List<double[]>(randomPoints + Incumbents * (Mutations + 1));
        for (var i = 0; i < Math.Min(Incumbents, ranking.Length); i++)
        {
            var center = domain.ImputedCodes(observations.Points[ranking[i]], ref random);
            codes.Add(center);
            for (var k = 0; k < Mutations; k++)
                codes.Add(Mutate(center, ref random));
        }
        for (var i = 0; i < randomPoints; i++)
            codes.Add(domain.Draw(ref random));
        var candidates = Score(codes);
        var incumbents = Enumerable.Range(0, Math.Min(SteppedIncumbents, ranking.Length)).Select(i => candidates[i * (Mutations + 1)]);
        return [.. candidates.OrderByDescending(candidate => candidate.Score).Take(Starts), .. incumbents];
    }

    /// <summary>Scores points around trials that are all best in some way, crosses of two of them, and random points; gives the best of them.</summary>
    /// <param name="centers">The trials, not more than a few.</param>
    /// <param name="randomPoints">How many points are drawn from the whole space.</param>
    /// <param name="random">Draws them.</param>
    public List<Candidate> ScoreAround(IReadOnlyList<Point> centers, int randomPoints, ref RandomStream random)
    {
        var all = new double[centers.Count][];
        for (var i = 0; i < all.Length; i++)
            all[i] = domain.ImputedCodes(centers[i], ref random);
        var codes = new List<double[]>(all);
        for (var k = 0; all.Length > 0 && k < AllMutations; k++)
            codes.Add(Mutate(all[k % all.Length], ref random));
        for (var k = 0; all.Length > 1 && k < Crosses; k++)
            codes.Add(Cross(all[k % all.Length], all[random.NextInt(all.Length)], ref random));
        for (var i = 0; i < randomPoints; i++)
            codes.Add(domain.Draw(ref random));
        return [.. Score(codes).OrderByDescending(candidate => candidate.Score).Take(Starts)];
    }

    /// <summary>Scores all neighbours of the candidates.</summary>
    /// <remarks>
    /// One step, no climb: a surrogate is most wrong far from the data, and an acquisition function likes it there. Staying
    /// near the best trials is what a trust region does (Wan et al.: "Think Global and Act Local", ICML 2021).
    /// </remarks>
    public void ScoreNeighbours(List<Candidate> candidates, ref RandomStream random)
    {
        var neighbours = new List<double[]>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.Take(i).Any(other => other.Point == candidates[i].Point))
                domain.AddNeighbours(candidates[i].Codes, candidates[i].Point, neighbours, ref random);
        }

        Score(neighbours);
    }

    /// <summary>Scores codes, which are snapped in place.</summary>
    public Candidate[] Score(List<double[]> codes)
    {
        var points = new Point[codes.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = domain.Complete(codes[i]);
        var scores = new double[points.Length];
        acquisition(points, scores);
        var candidates = new Candidate[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            candidates[i] = new(codes[i], points[i], scores[i]);
            if (scores[i] > (_best?.Score ?? double.NegativeInfinity) && !tried.Contains(points[i]) && domain.Allows(points[i]))
                _best = candidates[i];
        }
        return candidates;
    }

    // Each parameter of one or the other; or each number as far between them, where that is how they differ.
    private double[] Cross(double[] one, double[] other, ref RandomStream random)
    {
        var (codes, isMean, share) = ((double[])one.Clone(), random.NextDouble() < 0.5, random.NextDouble());
        for (var i = 0; i < codes.Length; i++)
        {
            if (isMean && !domain.IsCategorical(i))
                codes[i] += share * (other[i] - codes[i]);
            else if (random.NextDouble() < share)
                codes[i] = other[i];
        }
        return codes;
    }

    // Each parameter is changed with the chance 2/D, and one at least; a number by a normal step of a random size.
    private double[] Mutate(double[] center, ref RandomStream random)
    {
        var codes = (double[])center.Clone();
        if (codes.Length == 0)
            return codes;
        var forced = random.NextInt(codes.Length);
        var width = PortableMath.Exp(LogTen * (-0.5 - 2 * random.NextDouble()));
        for (var i = 0; i < codes.Length; i++)
        {
            if (i != forced && random.NextDouble() * codes.Length >= 2)
                continue;
            codes[i] = domain.IsCategorical(i) || domain.LevelCodes(i) is not null && random.NextDouble() < 0.2
                ? domain.Draw(i, ref random)
                : Math.Clamp(codes[i] + (domain.LevelCodes(i) is { } levels ? Math.Max(width, 1.0 / levels.Length) : width) * random.NextNormal(), 0, 1);
        }
        return codes;
    }
}
