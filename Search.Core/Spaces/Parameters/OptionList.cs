using System.Collections;

namespace HyperSearch.Core;

/// <summary>The options of a choice or an ordinal: at least one, each once, compared by what is recorded of them.</summary>
internal sealed class OptionList<T> : IReadOnlyList<T>, IEquatable<OptionList<T>>
{
    private const int FewOptions = 16, MostListed = 100;

    private readonly T[] _options;
    private readonly ParameterValue[] _values;
    private readonly OptionTable? _table;

    public OptionList(string parameter, IEnumerable<T> options)
    {
        _options = [.. options];
        _values = Array.ConvertAll(_options, option => option is ParameterValue value ? value : ParameterValue.From(option));
        if (_options.Length == 0)
            throw new SpaceException($"Parameter '{parameter}': at least one option is needed, but there is none.");
        if (Array.Find(_values, value => value.Text?.Contains('\0', StringComparison.Ordinal) == true) is { Text: { } text })
            throw new SpaceException($"Parameter '{parameter}': an option cannot have a NUL character in it, but there is '{text.Replace("\0", "\\0", StringComparison.Ordinal)}'.");
        if (Array.Find(_values, value => value.Text is { } text && NameRule.HasHalfPair(text)) is { Text: { } half })
            throw new SpaceException($"Parameter '{parameter}': an option cannot have half of a surrogate pair in it, but there is '{NameRule.Shown(half)}'.");
        // A settings function makes its parameters anew for every trial: a table pays for itself only where options are many.
        _table = _values.Length > FewOptions ? new(_values) : null;
        for (var i = 0; i < _values.Length; i++)
        {
            if (IndexOf(_values[i]) != i)
                throw new SpaceException($"Parameter '{parameter}': options must differ, but '{_values[i]}' stands twice in {Listed}.");
        }
    }

    public int Count => _options.Length;

    public IReadOnlyList<ParameterValue> Values => _values;

    public T this[int index] => _options[index];

    public int IndexOf(Parameter parameter, ParameterValue value) => IndexOf(value) is var index and >= 0
        ? index
        : throw new SpaceException($"Parameter '{parameter.Name}': the value must be one of {Listed}, but it is '{value}'.");

    public bool Equals(OptionList<T>? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as OptionList<T>);

    public override int GetHashCode() => HashCode.Combine(_values.Length, _values[0]);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_options).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _options.GetEnumerator();

    private string Listed => _values.Length <= MostListed
        ? $"{{{string.Join(", ", _values)}}}"
        : $"{{{string.Join(", ", _values.Take(MostListed))}, … and {_values.Length - MostListed} more}}";

    private int IndexOf(ParameterValue value)
    {
        if (_table is not null)
            return _table.IndexOf(value);
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i].IsSameAs(value))
                return i;
        }

        return -1;
    }
}
