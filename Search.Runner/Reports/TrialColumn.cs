namespace HyperSearch.Runner;

/// <summary>One column of a table of trials.</summary>
internal sealed record TrialColumn(string Heading, Func<Trial, ParameterValue?> Cell)
{
    public static readonly TrialColumn Number = new("number", trial => ParameterValue.Of((double)trial.Number));

    public static readonly TrialColumn State = new("state", trial => ParameterValue.Of(StateNames.Of(trial.State)));

    public static readonly TrialColumn Value = new("value", trial => trial.Value is { } value ? ParameterValue.Of(value) : null);

    public static readonly TrialColumn Seconds = new("seconds", trial => trial.Duration is { } time ? ParameterValue.Of(time.TotalSeconds) : null);

    public static readonly TrialColumn Error = new("error", trial => trial.Error is { } error ? ParameterValue.Of(FirstLine.Of(error)) : null);

    /// <summary>Whether tables of trials of any study have a column of this name.</summary>
    public static bool IsStandard(string heading) => heading == Number.Heading || heading == State.Heading || heading == Value.Heading || heading == Seconds.Heading || heading == Error.Heading;

    public static TrialColumn Parameter(SearchSpace space, int index) => new(space[index].Name,
        trial => !trial.Point.IsActive(index) ? null
            : trial.Values?.First(pair => pair.Key == space[index].Name).Value ?? space[index].ValueOf(trial.Point[index]));

    public static TrialColumn Curve(Sparkline scale, int width) => new("learning curve",
        trial => ParameterValue.Of(scale.Draw([.. trial.Measurements.Select(m => m.Value)], width)));
}
