namespace HyperSearch.Training;

/// <summary>One of two data sets that are joined: where each column of the whole lies in it, and what its codes are in the whole.</summary>
internal sealed class JoinedPart
{
    private readonly int[]? _places;
    private readonly int[]?[] _codes = [];
    private readonly int[]? _classes;

    /// <param name="columns">Of the whole; null: its inputs are those of the whole.</param>
    /// <param name="classes">Of the whole; null: its labels are those of the whole.</param>
    public JoinedPart(Dataset data, IReadOnlyList<DataColumn>? columns, IReadOnlyList<string>? classes)
    {
        Data = data;
        _classes = classes is null ? null : Codes(data.ClassNames!, classes);
        if (columns is null)
            return;
        _places = [.. columns.Select(column => data.Columns!.Select(own => own.Name).ToList().IndexOf(column.Name))];
        _codes = [.. columns.Select((column, place) => column.Kind == ColumnKind.Number ? null : Codes(data.Columns![_places[place]].Texts, column.Texts))];
    }

    public Dataset Data { get; }

    public int Class(int own) => _classes is null ? own : _classes[own];

    public void Copy(ReadOnlySpan<float> own, Span<float> inputs)
    {
        if (_places is null)
        {
            own.CopyTo(inputs);
            return;
        }
        for (var i = 0; i < inputs.Length; i++)
        {
            var value = own[_places[i]];
            inputs[i] = _codes[i] is { } codes && !float.IsNaN(value) ? codes[(int)value] : value;
        }
    }

    private static int[] Codes(IReadOnlyList<string> own, IReadOnlyList<string> whole)
    {
        var codes = whole.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. own.Select(text => codes[text])];
    }
}
