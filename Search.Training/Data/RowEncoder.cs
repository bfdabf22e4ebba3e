namespace HyperSearch.Training;

/// <summary>Makes inputs of the rows of one table, as a preprocessing says: knows which column lies where, and which of the table's codes
/// is which category.</summary>
internal sealed class RowEncoder
{
    private readonly int[] _places;     // of each fitted column in a row of the table
    private readonly int[]?[] _codes;   // the table's code → the place of the category, −1: not known
    private readonly IReadOnlyList<DataColumn> _columns;
    private readonly string _name;

    /// <exception cref="ArgumentException">The data are no table, lack a column, or have it in another kind.</exception>
    public RowEncoder(Preprocessing preprocessing, string name, IReadOnlyList<DataColumn>? columns)
    {
        _name = name;
        _columns = columns ?? throw new ArgumentException($"{name}: preprocessing finds its columns by name, but these data have none: they are not from a table.");
        Preprocessing = preprocessing;
        Features = preprocessing.Features;
        _places = [.. preprocessing.Columns.Select(PlaceOf)];
        _codes = [.. preprocessing.Columns.Zip(_places, CodesOf)];
    }

    public Preprocessing Preprocessing { get; }

    public int Features { get; }

    /// <param name="row">As it was read; NaN where a value is missing.</param>
    /// <param name="number">Of the row, for the message.</param>
    /// <exception cref="ArgumentException">It has what is refused.</exception>
    public void Encode(ReadOnlySpan<float> row, Span<float> inputs, int number)
    {
        var at = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            var column = Preprocessing.Columns[i];
            double value = row[_places[i]];
            if (_codes[i] is { } codes && !double.IsNaN(value))
                value = codes[(int)value];
            if (!column.Encode(value, inputs.Slice(at, column.Width)))
                throw Refused(column, row[_places[i]], _columns[_places[i]], number);
            at += column.Width;
        }
    }

    private ArgumentException Refused(FittedColumn column, float value, DataColumn source, int number) =>
        new($"{_name}, row {number + 1}, column \"{column.Name}\": {Preprocessing.Refusal(column, float.IsNaN(value) ? null : source.Texts[(int)value])}.");

    private int PlaceOf(FittedColumn column)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Name != column.Name)
                continue;
            return _columns[i].Kind == column.Kind ? i : throw new ArgumentException(
                $"{_name}: column \"{column.Name}\" must be a {column.Kind} as in the training part, but it is a {_columns[i].Kind} here: name its kind where the data are opened.");
        }
        throw new ArgumentException($"{_name}: there must be a column \"{column.Name}\", as in the training part; there are {string.Join(", ", _columns.Select(known => $"\"{known.Name}\""))}.");
    }

    private int[]? CodesOf(FittedColumn column, int place)
    {
        if (column.Kind == ColumnKind.Number)
            return null;
        var known = column.Categories.Index().Where(pair => pair.Item is not null).ToDictionary(pair => pair.Item!, pair => pair.Index, StringComparer.Ordinal);
        return [.. _columns[place].Texts.Select(text => known.GetValueOrDefault(text, -1))];
    }
}
