namespace HyperSearch.Runner;

/// <summary>Which curves the page has: all of the best trials, and those of the score of other trials that have rows.</summary>
/// <param name="Curves">Those of the best trials first.</param>
/// <param name="Omitted">How many trials with curves have none of them here.</param>
internal sealed record CurveSelection(IReadOnlyList<PageCurve> Curves, int Omitted)
{
    private const int FewestPoints = 8, FewestPointsOfOthers = 20;

    // What is written around the points of a curve takes as much room as so many of them.
    private const int Around = 4;

    /// <summary>Chooses.</summary>
    public static CurveSelection Of(PageStudy study, RowSelection rows, PageLimits limits)
    {
        var left = rows.IsAll ? limits.PointsOfAll : limits.PointsOfChosen;
        var curves = new List<PageCurve>();
        var best = study.Ranking.Best[..Math.Min(study.Ranking.Best.Length, limits.Best)];
        var ofBest = new List<PageCurve>();
        foreach (var place in best)
            ofBest.AddRange(PageCurve.Of(study.Trials[place], study.Extras));
        // Those of the score before all others.
        ofBest = [.. ofBest.OrderBy(curve => curve.Metric is not null)];
        var points = Math.Clamp(left * 4 / 5 / Math.Max(1, ofBest.Count), FewestPoints, limits.PointsOfCurve);
        foreach (var curve in ofBest)
        {
            if (curve.Metric is null || left > 0)
                Add(curve.Thinned(points));
        }
        var shown = new HashSet<int>(curves.Select(curve => curve.Trial));
        var others = new List<Trial>();
        foreach (var place in rows.Places)
        {
            if (study.Trials[place] is { Measurements.Count: > 0 } trial && !shown.Contains(trial.Number))
                others.Add(trial);
        }
        points = Math.Clamp(left / Math.Max(1, others.Count), FewestPointsOfOthers, limits.PointsOfCurve);
        var mean = others.Count == 0 ? 1 : Math.Max(1, others.Sum(trial => (long)Math.Min(points, trial.Measurements.Count) + Around) / others.Count);
        var count = (int)Math.Clamp(left / mean, 0, others.Count);
        for (var i = 0; i < count; i++)
        {
            var trial = others[(int)((i + 0.5) * others.Count / count)];
            Add(new PageCurve(trial.Number, null, trial.Measurements).Thinned(points));
            shown.Add(trial.Number);
        }
        return new(curves, WithCurves(study) - shown.Count);

        void Add(PageCurve curve)
        {
            curves.Add(curve);
            left -= curve.Points.Count + Around;
        }
    }

    private static int WithCurves(PageStudy study)
    {
        var count = 0;
        foreach (var trial in study.Trials)
        {
            if (trial.Measurements.Count > 0 || study.Extras.HasSteps(trial))
                count++;
        }
        return count;
    }
}
