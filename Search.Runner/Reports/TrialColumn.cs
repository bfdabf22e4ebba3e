using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>One column of a table of trials.</summary>
internal sealed record TrialColumn(string Heading, Func<Trial, ParameterValue?> Cell)
{
    public static readonly TrialColumn Number = new("number", trial => ParameterValue.Of((double)trial.Number));

    public static readonly TrialColumn State = new("state", trial => ParameterValue.Of(StateNames.Of(trial.State)));

    public static readonly TrialColumn Value = new("value", trial => trial.Value is { } value ? ParameterValue.Of(value) : null);

    /// <summary>The state in words that say as well which complete trials miss a constraint.</summary>
    public static readonly TrialColumn MarkedState = new("state", trial => ParameterValue.Of(IsInfeasible(trial) ? $"{StateNames.Of(trial.State)}, infeasible" : StateNames.Of(trial.State)));

    public static readonly TrialColumn Feasible = new("feasible", trial => trial.State == TrialState.Complete ? YesNo(trial.IsFeasible) : null);

    public static readonly TrialColumn Seconds = new("seconds", trial => trial.Duration is { } time ? ParameterValue.Of(time.TotalSeconds) : null);

    public static readonly TrialColumn Error = new("error", trial => trial.Error is { } error ? ParameterValue.Of(FirstLine.Of(error)) : null);

    /// <summary>What a column's heading begins with where it must say that it is a metric's.</summary>
    public const string MetricPrefix = "metrics.";

    private const string NotesHeading = "notes", FrontHeading = "front";

    /// <summary>Whether tables of trials of any study have a column of this name.</summary>
    public static bool IsStandard(string heading) => heading == Number.Heading || heading == State.Heading || heading == Value.Heading || heading == Seconds.Heading || heading == Error.Heading
        || heading == Feasible.Heading || heading == FrontHeading
        || heading == NotesHeading || heading.StartsWith(MetricPrefix, StringComparison.Ordinal);

    public static TrialColumn Parameter(SearchSpace space, int index) => new(space[index].Name,
        trial => !trial.Point.IsActive(index) ? null
            : trial.Values?.First(pair => pair.Key == space[index].Name).Value ?? space[index].ValueOf(trial.Point[index]));

    public static TrialColumn Metric(string name, StudyExtras extras) => new(name, trial => extras.ValueOf(trial, name) is { } value ? ParameterValue.Of(value) : null);

    public static TrialColumn Notes(StudyExtras extras) => new(NotesHeading,
        trial => extras.NotesOf(trial).ToArray() is { Length: > 0 } notes ? ParameterValue.Of(string.Join("; ", notes.Select(FirstLine.Of))) : null);

    /// <summary>Whether it is in the front of all trials.</summary>
    /// <param name="front">The numbers of those that are.</param>
    public static TrialColumn Front(IReadOnlySet<int> front) => new(FrontHeading, trial => trial.State == TrialState.Complete ? YesNo(front.Contains(trial.Number)) : null);

    /// <summary>What trials came to: by each goal, and what the constraints go by. In CSV the first has the heading of any study, and the others are metrics.</summary>
    public static IReadOnlyList<TrialColumn> Outcome(StudyDefinition study, StudyExtras extras, ReportFormat format) =>
    [
        study.FurtherGoals.Count == 0 || format == ReportFormat.Csv ? Value : Value with { Heading = study.Goal.Metric },
        .. study.FurtherGoals.Select((goal, i) => new TrialColumn(format == ReportFormat.Csv ? MetricPrefix + goal.Metric : goal.Metric,
            trial => i < trial.FurtherValues.Count ? ParameterValue.Of(trial.FurtherValues[i]) : null)),
        .. ConstraintNames(study).Select(name => Metric(name, extras) is var column && format == ReportFormat.Csv ? column with { Heading = MetricPrefix + name } : column),
    ];

    /// <summary>The metrics that have a column in <see cref="Outcome"/>.</summary>
    public static IEnumerable<string> OutcomeNames(StudyDefinition study) => study.FurtherGoals.Select(goal => goal.Metric).Concat(ConstraintNames(study));

    /// <summary>Whether it is complete and misses a constraint.</summary>
    public static bool IsInfeasible(Trial trial) => trial is { State: TrialState.Complete, IsFeasible: false };

    /// <summary>All columns by which trials can be selected and sorted: of equal names, a parameter's comes before a metric's.</summary>
    public static IReadOnlyList<TrialColumn> All(StudyDefinition study, StudyExtras extras) =>
    [
        Number, State, Value, Seconds, .. study.Space.Parameters.Select((_, i) => Parameter(study.Space, i)),
        .. study.FurtherGoals.Count == 0 ? [] : Outcome(study, extras, ReportFormat.Table).Take(study.Goals.Count), .. study.Constraints.Count == 0 ? Array.Empty<TrialColumn>() : [Feasible],
        .. extras.MetricNames.Except(study.FurtherGoals.Select(goal => goal.Metric)).Select(name => Metric(name, extras)),
    ];

    private static IEnumerable<string> ConstraintNames(StudyDefinition study) =>
        study.Constraints.Select(constraint => constraint.Metric).Distinct().Except(study.Goals.Select(goal => goal.Metric));

    private static ParameterValue YesNo(bool isSo) => ParameterValue.Of(isSo ? "yes" : "no");

    public static TrialColumn Curve(Sparkline scale, int width) => new("learning curve",
        trial => ParameterValue.Of(scale.Draw([.. trial.Measurements.Select(m => m.Value)], width)));
}
