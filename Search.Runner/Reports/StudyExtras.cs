using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What the trials of a study reported beside their scores: metrics, notes, and the files that they left.</summary>
internal sealed class StudyExtras(IReadOnlyList<TrialMetric> metrics, IReadOnlyList<TrialNote> notes, IReadOnlyList<TrialArtifact> artifacts)
{
    private readonly ILookup<int, TrialMetric> _metrics = metrics.ToLookup(metric => metric.Trial);
    private readonly HashSet<int> _withSteps = [.. metrics.Where(metric => metric.Step is not null).Select(metric => metric.Trial)];
    private readonly ILookup<int, TrialNote> _notes = notes.ToLookup(note => note.Trial);
    private readonly ILookup<int, TrialArtifact> _artifacts = artifacts.ToLookup(artifact => artifact.Trial);

    public static StudyExtras None { get; } = new([], [], []);

    /// <summary>The names of the metrics, in order.</summary>
    public IReadOnlyList<string> MetricNames { get; } = [.. metrics.Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names of those that some trial recorded step by step, in order.</summary>
    public IReadOnlyList<string> CurveNames { get; } = [.. metrics.Where(metric => metric.Step is not null).Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names of those that were recorded step by step alone, and not of whole trials, in order.</summary>
    public IReadOnlyList<string> StepNames { get; } = [.. metrics.GroupBy(metric => metric.Name).Where(group => group.All(metric => metric.Step is not null)).Select(group => group.Key).Order(StringComparer.Ordinal)];

    public bool HasNotes => _notes.Count > 0;

    public static async Task<StudyExtras> ReadAsync(IStudyRecord record, CancellationToken cancel = default) =>
        new(await record.ReadMetricsAsync(cancel), await record.ReadNotesAsync(cancel), await record.ReadArtifactsAsync(cancel));

    /// <summary>By name and step; of a name, the number of the whole trial comes first.</summary>
    public IEnumerable<TrialMetric> MetricsOf(Trial trial) => _metrics[trial.Number];

    /// <summary>Whether a trial recorded a metric at a step.</summary>
    public bool HasSteps(Trial trial) => _withSteps.Contains(trial.Number);

    /// <summary>What a trial recorded of a metric step by step.</summary>
    public IReadOnlyList<Measurement> CurveOf(Trial trial, string metric) =>
        [.. MetricsOf(trial).Where(one => one.Name == metric && one.Step is not null).Select(one => new Measurement(one.Step!.Value, one.Value))];

    /// <summary>What stands for a metric in a table: the number of the whole trial, else that of its last step; null where it has none.</summary>
    public double? ValueOf(Trial trial, string metric)
    {
        var values = MetricsOf(trial).Where(one => one.Name == metric).ToArray();
        return (values.FirstOrDefault(one => one.Step is null) ?? values.LastOrDefault())?.Value;
    }

    public IEnumerable<string> NotesOf(Trial trial) => _notes[trial.Number].Select(note => note.Text);

    public IEnumerable<TrialArtifact> ArtifactsOf(Trial trial) => _artifacts[trial.Number];

    /// <summary>A column for each metric, and one for the notes, as far as there are any.</summary>
    /// <param name="format">In CSV a metric's heading says that it is one, so that the file can be read as a list of settings.</param>
    /// <param name="except">The study, whose goals and constraints have columns of their own: see <see cref="TrialColumn.Outcome"/>.</param>
    /// <param name="hasSteps">Whether those that were recorded step by step alone have one.</param>
    public IReadOnlyList<TrialColumn> Columns(ReportFormat format, StudyDefinition except, bool hasSteps = true) =>
    [
        .. MetricNames.Except(TrialColumn.OutcomeNames(except)).Where(name => hasSteps || !StepNames.Contains(name)).Select(name => TrialColumn.Metric(name, this) is var column && format == ReportFormat.Csv ? column with { Heading = TrialColumn.MetricPrefix + name } : column),
        .. HasNotes ? [TrialColumn.Notes(this)] : Array.Empty<TrialColumn>(),
    ];
}
