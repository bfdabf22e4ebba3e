namespace HyperSearch.Strategies;

/// <summary>
/// Trials of earlier studies in the order in which to try them anew: each next one adds most to those before, by the rank that
/// it is expected to have in every one of the studies. Wistuba, Schilling, Schmidt-Thieme: "Learning hyperparameter optimization
/// initializations", DSAA 2015; Winkelmolen et al.: "Practical and sample efficient zero-shot HPO", arXiv 2007.13382. Settings that
/// belong to no study come last, in their own order.
/// </summary>
internal static class Portfolio
{
    /// <summary>What the notes of its proposals begin with.</summary>
    public const string Note = "earlier studies: ";

    private const int PerStudy = 20;

    /// <param name="Point">Where the trial was; NaN where the space has a parameter that its study did not have.</param>
    /// <param name="Study">The name of its study.</param>
    public readonly record struct Entry(Point Point, string Study);

    public static Entry[] Of(EarlierProcesses studies)
    {
        var candidates = (from fit in studies.Fits from point in fit.Points.Take(PerStudy) select new Entry(point, fit.Name)).DistinctBy(entry => entry.Point).ToList();
        var ranks = Ranks(studies, candidates);
        var best = new double[studies.Count];
        Array.Fill(best, 1);
        var portfolio = new Entry[candidates.Count];
        for (var k = 0; k < portfolio.Length; k++)
        {
            var next = 0;
            for (var i = 1; i < candidates.Count; i++)
            {
                if (Cost(ranks[i]).CompareTo(Cost(ranks[next])) < 0)
                    next = i;
            }
            portfolio[k] = candidates[next];
            best = [.. best.Zip(ranks[next], Math.Min)];
            candidates.RemoveAt(next);
            ranks.RemoveAt(next);
        }
        return [.. portfolio, .. studies.Settings.SelectMany(settings => settings.Points.Select(point => new Entry(point, settings.Name)))];

        // The best ranks that there would be; where that is no help any more, the trial's own.
        (double Together, double Alone) Cost(double[] own) => (best.Zip(own, Math.Min).Sum(), own.Sum());
    }

    // [candidate][study]: which share of the study's trials is expected to be better.
    private static List<double[]> Ranks(EarlierProcesses studies, List<Entry> candidates)
    {
        double[][] means = [.. studies.Fits.Select((fit, study) => fit.Points.Select(point => studies.Mean(study, point.Codes)).Order().ToArray())];
        return [.. candidates.Select(entry => means.Select((sorted, study) => Share(sorted, studies.Mean(study, entry.Point.Codes))).ToArray())];
    }

    private static double Share(double[] sorted, double mean)
    {
        var place = Array.BinarySearch(sorted, mean);
        return (place < 0 ? ~place : place) / (double)sorted.Length;
    }
}
