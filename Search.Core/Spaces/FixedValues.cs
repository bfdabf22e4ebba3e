namespace HyperSearch;

/// <summary>
/// Answers a settings function with values by name, where there is no study: <c>Settings.From(new FixedValues(new Setting { { "lr", 0.01 } }))</c>
/// makes the settings of a trial that a report told, in a program that uses them or in a test of an objective.
/// </summary>
/// <param name="values">The values by parameter name, such as a <see cref="Setting"/> or what <see cref="Trial.ValuesIn"/> gives.</param>
public sealed class FixedValues(IEnumerable<KeyValuePair<string, ParameterValue>> values) : ISuggest
{
    private readonly Dictionary<string, ParameterValue> _values = values.ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="SpaceException">The name has no value, or the value is outside the parameter's bounds.</exception>
    public T Suggest<T>(Parameter<T> parameter) => _values.TryGetValue(parameter.Name, out var value)
        ? parameter.Decode(parameter.CodeOf(value))
        : throw new SpaceException($"Parameter '{parameter}' is read, but no value was given for it. Given: {string.Join(", ", _values.Keys)}.");
}
