namespace HyperSearch;

/// <summary>Answers a settings function with values by name: for tests, the command line, and calling an objective by hand.</summary>
public sealed class FixedValues(IReadOnlyDictionary<string, ParameterValue> values) : ISuggest
{
    /// <inheritdoc/>
    /// <exception cref="SpaceException">The name has no value, or the value is outside the parameter's bounds.</exception>
    public T Suggest<T>(Parameter<T> parameter) => values.TryGetValue(parameter.Name, out var value)
        ? parameter.Decode(parameter.CodeOf(value))
        : throw new SpaceException($"Parameter '{parameter}' is read, but no value was given for it. Given: {string.Join(", ", values.Keys)}.");
}
