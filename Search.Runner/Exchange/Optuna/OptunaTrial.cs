namespace HyperSearch.Runner;

/// <summary>A trial as an Optuna file has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">COMPLETE, PRUNED, FAIL, RUNNING or WAITING.</param>
internal sealed record OptunaTrial(int Number, string State)
{
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>The values of the objectives, which may be infinite; null or left out where there is none.</summary>
    public IReadOnlyList<double?> Values { get; init; } = [];

    /// <summary>Whether each objective has a finite value.</summary>
    /// <param name="objectives">How many there are.</param>
    public bool HasValues(int objectives) => Values.Count == objectives && Values.All(value => value is { } number && double.IsFinite(number));

    /// <summary>In the order in which they were asked for.</summary>
    public IReadOnlyList<OptunaParameter> Parameters { get; init; } = [];

    /// <summary>By rising step; they may be infinite or NaN.</summary>
    public IReadOnlyList<(int Step, double Value)> IntermediateValues { get; init; } = [];

    public IReadOnlyDictionary<string, string> UserAttributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> SystemAttributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What a trial had for a parameter.</summary>
/// <param name="Distribution">What it was drawn from.</param>
/// <param name="Value">The value.</param>
internal sealed record OptunaParameter(ParameterDefinition Distribution, ParameterValue Value)
{
    public string Name => Distribution.Name;
}
