using CsvHelper;

namespace HyperSearch.Training;

/// <summary>The rows of a text file, one after the other, with errors that name the file, the line and the column.</summary>
internal sealed class CsvSource : IDisposable
{
    /// <summary>The longest row, in bytes: a quotation mark that is never closed must not read the rest of a large file into memory.</summary>
    private const int LongestRow = 16 << 20;

    private const int MostColumns = 100_000;

    private readonly CsvReader _csv;

    /// <exception cref="InvalidDataException">The file is empty, or its header damaged.</exception>
    public CsvSource(string path, char? separator, bool hasHeader)
    {
        Path = path;
        _csv = CsvReader.FromFile(path, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = hasHeader,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LongestRow,
        });
        try
        {
            Header = ReadHeader(hasHeader);
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>What the columns are called.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Where the row begins, from 1; ends of lines within quotation marks count.</summary>
    public long Line => _csv.LineNumber;

    /// <exception cref="InvalidDataException">The row is damaged, or has another number of fields than the header.</exception>
    public bool Read()
    {
        if (_waiting)
        {
            _waiting = false;
            return true;
        }
        if (!Guarded(_csv.Read))
            return false;
        if (_csv.FieldCount != Header.Count)
            throw new InvalidDataException($"{Path}, line {Line}: {(_csv.Options.HasHeader ? "the header" : "the first row")} has {Header.Count} columns, but this row has {_csv.FieldCount}{Place()}.");
        return true;

        string Place() => _csv.FieldCount < Header.Count
            ? $": there is none for \"{CsvText.Short(Header[_csv.FieldCount])}\""
            : $": \"{CsvText.Short(_csv.GetString(Header.Count))}\" is one too many";
    }

    public ReadOnlySpan<byte> Field(int column) => _csv.GetSpan(column);

    public string Text(int column) => _csv.GetString(column);

    public int ColumnOf(string name)
    {
        for (var column = 0; column < Header.Count; column++)
        {
            if (Header[column] == name)
                return column;
        }
        throw new InvalidDataException($"{Path}: there is no column \"{CsvText.Short(name)}\"; there are {CsvText.List(Header)}.");
    }

    public InvalidDataException Error(int column, string what) =>
        new($"{Path}, line {Line}, column \"{CsvText.Short(Header[column])}\": {what}");

    public void Dispose() => _csv.Dispose();

    // Without a header the first row must be read for the columns to be counted.
    private bool _waiting;

    private string[] ReadHeader(bool hasHeader)
    {
        string[] names;
        if (hasHeader)
        {
            Guarded(() =>
            {
                _csv.ReadHeader();
                return true;
            });
            names = [.. _csv.Headers];
        }
        else
        {
            _waiting = Guarded(_csv.Read);
            names = [.. Enumerable.Range(1, _waiting ? _csv.FieldCount : 0).Select(number => $"{number}")];
        }
        if (names.Length == 0)
            throw new InvalidDataException($"{Path}: the file is empty{(hasHeader ? "; its first row must name the columns" : "")}.");
        if (names.Length > MostColumns)
            throw new InvalidDataException($"{Path}: there can be at most {MostColumns:N0} columns, but there are {names.Length:N0}.");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"{Path}: every column must have a name of its own, but two are called \"{CsvText.Short(twice.Key)}\".");
        return names;
    }

    private bool Guarded(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{Path}{(error.LineNumber > 0 ? $", line {error.LineNumber}" : "")}: the row is damaged: {error.Message}", error);
        }
    }
}
