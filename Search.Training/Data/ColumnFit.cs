namespace HyperSearch.Training;

/// <summary>What is learnt of one column while its values pass.</summary>
internal sealed class ColumnFit
{
    // Different numbers among which the most frequent one is told.
    private const int MostValues = 1 << 20;

    private readonly string _data;
    private readonly DataColumn _column;
    private readonly PreprocessingOptions _options;
    private readonly MissingValues _missing;
    private readonly long[] _counts;                            // of each category's code
    private readonly Dictionary<float, long> _values = [];      // of each number, where the most frequent is asked for
    private double _sum;
    private long _gaps;

    public ColumnFit(string data, DataColumn column, int place, PreprocessingOptions options)
    {
        (_data, _column, Place, _options) = (data, column, place, options);
        _missing = options.MissingIn(column.Name, column.Kind);
        _counts = new long[column.Texts.Count];
    }

    /// <summary>Of the column in a row.</summary>
    public int Place { get; }

    /// <summary>Values that are there.</summary>
    public long Count { get; private set; }

    public bool WantsMedian => _missing == MissingValues.Median;

    public double Median { get; set; }

    public void Add(float value)
    {
        if (float.IsNaN(value))
        {
            _gaps++;
            return;
        }
        Count++;
        if (_column.Kind == ColumnKind.Category)
        {
            _counts[(int)value]++;
            return;
        }
        _sum += value;
        if (_missing != MissingValues.MostFrequent)
            return;
        _values[value] = _values.GetValueOrDefault(value) + 1;
        if (_values.Count > MostValues)
            throw new ArgumentException($"{_data}: the most frequent value can be told among at most {MostValues} different ones, but column \"{_column.Name}\" has more: take the mean or the median.");
    }

    /// <exception cref="ArgumentException">There was no value.</exception>
    public FittedColumn Finish()
    {
        if (Count == 0 && (_missing != MissingValues.OwnCategory || _gaps == 0))
            throw new ArgumentException($"{_data}: column \"{_column.Name}\" must have a value in some row of the training part, but all are missing: leave the column out.");
        return _column.Kind == ColumnKind.Category ? Category() : new(
            _column.Name, _column.Kind, CategoryEncoding.Ordinal, [], _options.Unknown, Number(), Mean: 0, Deviation: 1);
    }

    private double Number() => _missing switch
    {
        MissingValues.Refused => double.NaN,
        MissingValues.Mean => (float)(_sum / Count),
        MissingValues.Median => (float)Median,
        _ => _values.MaxBy(pair => (pair.Value, -pair.Key)).Key,
    };

    private FittedColumn Category()
    {
        var frequency = _column.Texts.Zip(_counts).Where(pair => pair.Second > 0).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        List<string?> categories = [.. CsvText.Ordered(frequency.Keys)];
        var stands = _missing switch
        {
            MissingValues.Refused => double.NaN,
            MissingValues.MostFrequent => categories.IndexOf(categories.MaxBy(text => frequency[text!])),
            _ => _gaps > 0 ? categories.Count : -1,
        };
        if (_missing == MissingValues.OwnCategory && _gaps > 0)
            categories.Add(null);
        return new(_column.Name, _column.Kind, _options.EncodingOf(_column), categories, _options.Unknown, stands, Mean: 0, Deviation: 1);
    }
}
