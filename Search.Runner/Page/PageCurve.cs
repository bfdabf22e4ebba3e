namespace HyperSearch.Runner;

/// <summary>A curve of a trial.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Metric">The metric; null for the score itself.</param>
/// <param name="Points">By rising step.</param>
internal sealed record PageCurve(int Trial, string? Metric, IReadOnlyList<Measurement> Points)
{
    /// <summary>All curves of a trial: that of its score, then those of its metrics, each with some points at least.</summary>
    public static IEnumerable<PageCurve> Of(Trial trial, StudyExtras extras)
    {
        if (trial.Measurements.Count > 0)
            yield return new(trial.Number, null, trial.Measurements);
        // By name and step.
        foreach (var metric in extras.MetricsOf(trial).Where(metric => metric.Step is not null).GroupBy(metric => metric.Name))
            yield return new(trial.Number, metric.Key, [.. metric.Select(one => new Measurement(one.Step!.Value, one.Value))]);
    }

    /// <summary>The same with fewer points, spread evenly over its own, the first, the last, the least and the largest among them.</summary>
    /// <param name="most">At most so many points; at least 4.</param>
    public PageCurve Thinned(int most)
    {
        if (Points.Count <= most)
            return this;
        var (least, largest) = (0, 0);
        for (var i = 1; i < Points.Count; i++)
        {
            if (Points[i].Value < Points[least].Value)
                least = i;
            if (Points[i].Value > Points[largest].Value)
                largest = i;
        }
        var places = new SortedSet<int> { least, largest };
        for (var i = 0; i < most - 2; i++)
            places.Add((int)((long)i * (Points.Count - 1) / (most - 3)));
        return this with { Points = [.. places.Select(place => Points[place])] };
    }
}
