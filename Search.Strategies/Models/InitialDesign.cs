namespace HyperSearch.Strategies;

/// <summary>
/// How a search with a model starts: from points of a Sobol sequence, until enough trials were proposed and enough of them have
/// a result. The trial's number is the point's index; where that point was tried before, a random one takes its place.
/// </summary>
/// <remarks>
/// Where some parameter is a range, the first trial is in the middle of all of them, where the expected distance to an optimum is least.
/// Numbers of a few values have hardly a middle.
/// </remarks>
internal static class InitialDesign
{
    /// <summary>What the proposals of the design are noted with.</summary>
    public const string Note = "start";

    private static readonly SobolSearch Sobol = new();

    /// <summary>The design's point for the trial that is to be proposed; null once it is time for a model.</summary>
    /// <param name="history">The study's trials.</param>
    /// <param name="tried">The points of these trials.</param>
    /// <param name="trials">The number of the first trial that may come from a model.</param>
    /// <param name="fewestResults">How many trials must be finished before it.</param>
    /// <param name="random">The random numbers of the trial.</param>
    public static Point? Next(History history, TriedPoints tried, int trials, int fewestResults, ref RandomStream random)
    {
        if (history.Number >= trials && history.Finished.Count >= fewestResults)
            return null;
        var domain = SearchDomain.Of(history.Space);
        var codes = Sobol.Propose(history, ref random)!.Point.Codes.ToArray();
        var point = history.Number == 0 && domain.HasRange ? Middle(domain, codes) : domain.Complete(codes);
        return tried.Contains(point) || !domain.Allows(point) ? tried.DrawUntried(domain, ref random) : point;
    }

    // Where the middle is rejected, the sequence has the first point.
    private static Point Middle(SearchDomain domain, double[] codes)
    {
        double[] middle = [.. codes.Select((code, i) => domain.IsCategorical(i) ? code : 0.5)];
        var point = domain.Complete(middle);
        return domain.Allows(point) ? point : domain.Complete(codes);
    }
}
