namespace HyperSearch.Strategies;

/// <summary>The part of one parameter that a round looks at: an interval of codes, or some of the options of a choice.</summary>
/// <param name="Low">The lowest code.</param>
/// <param name="High">The highest code.</param>
/// <param name="Options">The indices of a choice's options, rising; null where the parameter is none.</param>
internal sealed record ParameterRange(double Low, double High, int[]? Options)
{
    /// <summary>All that the parameter is declared with.</summary>
    public static ParameterRange Full(Parameter parameter) => parameter.IsCategorical
        ? new(0, 0, [.. Enumerable.Range(0, parameter.Levels!.Value)])
        : new(0, 1, null);

    public double Width => High - Low;

    /// <summary>The share of the parameter's declared range, in (0, 1].</summary>
    public double ShareOf(Parameter parameter) => Options is { } options
        ? options.Length / (double)parameter.Levels!.Value
        : parameter.Levels is { } levels ? (parameter.LevelOf(High) - parameter.LevelOf(Low) + 1) / (double)levels : Width;

    /// <summary>The parameter within this range alone.</summary>
    public ParameterDefinition DefinitionIn(Parameter parameter) => Options is { } options
        ? parameter.Definition with { Options = [.. options.Select(option => parameter.ValueOf(option))] }
        : parameter.Between(Low, High);
}
