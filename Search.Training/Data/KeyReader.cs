namespace HyperSearch.Training;

/// <summary>Reads the column that examples are split by.</summary>
internal sealed class KeyReader
{
    private readonly Dataset _data;
    private readonly int _key, _feature;

    private KeyReader(Dataset data, int key, int feature) => (_data, _key, _feature) = (data, key, feature);

    /// <summary>Whether the values have an order.</summary>
    public bool Ordered => _key >= 0 ? _data.Table.Keys[_key].Ordered : _data.Columns![_feature].Kind == ColumnKind.Number;

    /// <exception cref="ArgumentException">The data have no such column.</exception>
    public static KeyReader Of(Dataset data, string column)
    {
        var key = data.Table.Keys.Select(known => known.Name).ToList().IndexOf(column);
        var feature = (data.Columns ?? []).Select(known => known.Name).ToList().IndexOf(column);
        return key >= 0 || feature >= 0
            ? new KeyReader(data, key, feature)
            : throw new ArgumentException($"{data.Name}: there is no column \"{CsvText.Short(column)}\" to split by; there are {CsvText.List(data.Table.Keys.Select(known => known.Name).Concat((data.Columns ?? []).Select(known => known.Name)))}. One that is no feature is named among the keys where the data are opened.");
    }

    /// <summary>Of each example in order; NaN where it is missing.</summary>
    public IEnumerable<double> All()
    {
        var cursor = _data.OpenCursor();
        for (var i = 0; i < _data.Count; i++)
        {
            cursor.Move(i);
            yield return _key >= 0 ? cursor.Key(_key) : cursor.Input[_feature];
        }
    }
}
