namespace HyperSearch.Core;

/// <summary>Answers a settings function with the values of a point, and keeps which of them it read.</summary>
public sealed class PointReader : ISuggest, IRejectable
{
    private readonly SearchSpace _space;
    private readonly double[] _codes;
    private readonly double[] _read;
    private readonly IReadOnlyList<KeyValuePair<string, ParameterValue>>? _values;
    private int _reads;
    private string? _rejection;

    /// <param name="space">The space that the settings function was traced to.</param>
    /// <param name="codes">One code per parameter; NaN where there is no value to give.</param>
    /// <param name="recorded">The values to give where they have more digits than the codes tell; null for none.</param>
    public PointReader(SearchSpace space, ReadOnlySpan<double> codes, IReadOnlyList<KeyValuePair<string, ParameterValue>>? recorded = null)
    {
        _space = space;
        _values = recorded;
        _codes = codes.ToArray();
        _read = new double[codes.Length];
        Array.Fill(_read, double.NaN);
    }

    /// <summary>The codes of the parameters read so far, NaN for the others.</summary>
    public Point Read => new(_read);

    /// <inheritdoc/>
    string? IRejectable.Rejection => _rejection;

    /// <inheritdoc/>
    void IRejectable.Reject(string reason) => _rejection ??= reason;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">
    /// The parameter was not found by tracing, or was found with another range, or has no value at this point: the settings
    /// function is not pure, or hides a parameter behind a condition on continuous values that tracing did not meet.
    /// </exception>
    public T Suggest<T>(Parameter<T> parameter)
    {
        ReadLimit.Count(ref _reads, parameter);
        var index = _space.IndexOf(parameter.Name);
        if (index < 0)
            throw new SpaceException($"Parameter '{parameter}' was not found when the space was traced. Ask for it before the condition that hides it, or make the condition depend on a choice.");
        if (!_space[index].IsDefinedAs(parameter))
            throw SettingsError.DiffersFromTraced(_space[index], parameter, [.. _space.ValuesOf(Read)]);
        if (double.IsNaN(_codes[index]))
            throw new SpaceException($"Parameter '{parameter.Name}' is read, but has no value at this point. The settings function must depend on nothing but the values it was given.");
        _read[index] = _codes[index];
        if (_values is not null && parameter is FloatParameter && RecordedNumber(parameter.Name) is T recorded)
            return recorded;
        return parameter.Decode(_codes[index]);
    }

    private double? RecordedNumber(string name) => _values!.First(pair => pair.Key == name).Value.Number;
}
