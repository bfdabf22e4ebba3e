namespace HyperSearch;

/// <summary>A complete trial with the settings that it ran with.</summary>
public sealed record ScoredSettings<TSettings>(TSettings Settings, Trial Trial)
{
    public double Value => Trial.Value!.Value;

    /// <summary>What it recorded beside its score, by name and step: see <see cref="ITrial.Record"/>.</summary>
    public IReadOnlyList<TrialMetric> Metrics { get; init; } = [];

    /// <summary>The number that it recorded for the whole trial under this name, else that of the last step; null where there is none.</summary>
    public double? Metric(string name) =>
        Metrics.Where(metric => metric.Name == name).OrderBy(metric => metric.Step ?? int.MaxValue).LastOrDefault()?.Value;

    /// <summary>What it recorded step by step under this name, by rising step. That of the goal's own metric is <see cref="Trial.Measurements"/>.</summary>
    public IReadOnlyList<Measurement> Curve(string name) =>
        [.. Metrics.Where(metric => metric.Name == name && metric.Step is not null).OrderBy(metric => metric.Step).Select(metric => new Measurement(metric.Step!.Value, metric.Value))];
}
