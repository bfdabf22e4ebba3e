using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HyperSearch;

/// <summary>
/// Values by parameter name, in code: <c>new Setting { { "lr", 0.01 }, { "activation", "relu" } }</c>. It need not name every
/// parameter.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "One setting of many values, by the word that users say.")]
public sealed class Setting : IReadOnlyCollection<KeyValuePair<string, ParameterValue>>
{
    private readonly Dictionary<string, ParameterValue> _values = new(StringComparer.Ordinal);

    public Setting() { }

    public Setting(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        foreach (var (name, value) in values)
            Add(name, value);
    }

    public int Count => _values.Count;

    /// <summary>Adds a value of any type that a parameter can have.</summary>
    /// <exception cref="SpaceException">The parameter has a value already.</exception>
    public void Add(string name, object value) => Add(name, ParameterValue.From(value));

    /// <inheritdoc cref="Add(string, object)"/>
    public void Add(string name, ParameterValue value)
    {
        if (!_values.TryAdd(name, value))
            throw new SpaceException($"A setting has one value for each parameter, but '{name}' is given twice: {_values[name]} and {value}.");
    }

    /// <summary>This setting with what <paramref name="defaults"/> says of the parameters that it does not name.</summary>
    public Setting WithDefaults(Setting defaults) => new(_values.Concat(defaults._values.Where(other => !_values.ContainsKey(other.Key))));

    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(" ", _values.Select(pair => $"{pair.Key}={pair.Value}"));
}
