namespace HyperSearch.Runner;

/// <summary>The axis of a parameter, on its own scale: options, and whole numbers that are few, side by side.</summary>
internal sealed class ParameterAxis
{
    private const int MostSideBySide = 12;

    private readonly Parameter _parameter;

    public ParameterAxis(Parameter parameter)
    {
        _parameter = parameter;
        var definition = parameter.Definition;
        AreSideBySide = definition.Options is not null || (definition.Scale == Scale.Linear && parameter.Levels <= MostSideBySide);
        Axis = AreSideBySide ? new CategoryAxis("", [.. Enumerable.Range(0, parameter.Levels!.Value).Select(level => parameter.ValueOf(parameter.CodeOfLevel(level)).ToString())])
            : definition.Scale == Scale.Log ? new LogAxis("", definition.Low!.Value, definition.High!.Value)
            : new LinearAxis("", definition.Low!.Value, definition.High!.Value, isTight: true);
    }

    /// <summary>Without a title: that stands above.</summary>
    public PlotAxis Axis { get; }

    public string Title => _parameter.Definition.Scale == Scale.Log ? $"{_parameter.Name} (log)" : _parameter.Name;

    /// <summary>Whether values stand side by side, each with a room in which points can be strewn.</summary>
    public bool AreSideBySide { get; }

    /// <summary>The place on the axis of a code that is not NaN.</summary>
    public double ValueOf(double code) => AreSideBySide ? _parameter.LevelOf(code) : _parameter.ValueOf(code).Number!.Value;
}
