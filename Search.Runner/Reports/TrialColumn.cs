namespace HyperSearch.Runner;

/// <summary>One column of a table of trials.</summary>
internal sealed record TrialColumn(string Heading, Func<Trial, ParameterValue?> Cell)
{
    public static readonly TrialColumn Number = new("number", trial => ParameterValue.Of((double)trial.Number));

    public static readonly TrialColumn State = new("state", trial => ParameterValue.Of(StateNames.Of(trial.State)));

    public static readonly TrialColumn Value = new("value", trial => trial.Value is { } value ? ParameterValue.Of(value) : null);

    public static readonly TrialColumn Seconds = new("seconds", trial => trial.Duration is { } time ? ParameterValue.Of(time.TotalSeconds) : null);

    public static readonly TrialColumn Error = new("error", trial => trial.Error is { } error ? ParameterValue.Of(FirstLine.Of(error)) : null);

    /// <summary>What a column's heading begins with where it must say that it is a metric's.</summary>
    public const string MetricPrefix = "metrics.";

    private const string NotesHeading = "notes";

    /// <summary>Whether tables of trials of any study have a column of this name.</summary>
    public static bool IsStandard(string heading) => heading == Number.Heading || heading == State.Heading || heading == Value.Heading || heading == Seconds.Heading || heading == Error.Heading
        || heading == NotesHeading || heading.StartsWith(MetricPrefix, StringComparison.Ordinal);

    public static TrialColumn Parameter(SearchSpace space, int index) => new(space[index].Name,
        trial => !trial.Point.IsActive(index) ? null
            : trial.Values?.First(pair => pair.Key == space[index].Name).Value ?? space[index].ValueOf(trial.Point[index]));

    public static TrialColumn Metric(string name, StudyExtras extras) => new(name, trial => extras.ValueOf(trial, name) is { } value ? ParameterValue.Of(value) : null);

    public static TrialColumn Notes(StudyExtras extras) => new(NotesHeading,
        trial => extras.NotesOf(trial).ToArray() is { Length: > 0 } notes ? ParameterValue.Of(string.Join("; ", notes.Select(FirstLine.Of))) : null);

    /// <summary>All columns by which trials can be selected and sorted: of equal names, a parameter's comes before a metric's.</summary>
    public static IReadOnlyList<TrialColumn> All(SearchSpace space, StudyExtras extras) =>
        [Number, State, Value, Seconds, .. space.Parameters.Select((_, i) => Parameter(space, i)), .. extras.MetricNames.Select(name => Metric(name, extras))];

    public static TrialColumn Curve(Sparkline scale, int width) => new("learning curve",
        trial => ParameterValue.Of(scale.Draw([.. trial.Measurements.Select(m => m.Value)], width)));
}
