namespace HyperSearch.Training;

/// <summary>What the columns of a text file look like in its first rows.</summary>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="IsWhole">Whether these are all.</param>
/// <param name="Columns">In the order of the file.</param>
public sealed record CsvSummary(int Rows, bool IsWhole, IReadOnlyList<CsvColumnSummary> Columns)
{
    /// <param name="rows">The most rows to look at, at least 1.</param>
    /// <exception cref="InvalidDataException">The file is empty or damaged; the message names the line.</exception>
    public static CsvSummary Of(string path, CsvOptions? options = null, int rows = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options ??= new();
        options.Validate();
        var missing = new CsvMissing(options.MissingTexts);
        using var source = new CsvSource(path, options.Separator, options.HasHeader);
        HashSet<string>[] different = [.. source.Header.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        var missed = new int[different.Length];
        var read = 0;
        var more = source.Read();
        for (; more && read < rows; read++, more = source.Read())
        {
            for (var column = 0; column < different.Length; column++)
            {
                if (missing.Is(source.Field(column)))
                    missed[column]++;
                else
                    different[column].Add(source.Text(column));
            }
        }
        return new(read, !more, [.. source.Header.Select((name, i) => new CsvColumnSummary(name, CsvLayout.KindOf(different[i]), CsvLayout.KindOfTarget(different[i]), different[i].Count, missed[i]))]);
    }
}
