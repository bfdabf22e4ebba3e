namespace HyperSearch.Training;

/// <summary>Finds the medians of columns, in two passes over the examples for some of the columns at a time.</summary>
internal static class Medians
{
    // Each takes a megabyte of counts.
    private const int ColumnsAtOnce = 64;

    public static void Find(Dataset data, IEnumerable<ColumnFit> fits)
    {
        foreach (var columns in fits.Where(fit => fit is { WantsMedian: true, Count: > 0 }).Chunk(ColumnsAtOnce))
            FindAtOnce(data, columns);
    }

    private static void FindAtOnce(Dataset data, ColumnFit[] columns)
    {
        RankSearch[] lower = [.. columns.Select(column => new RankSearch((column.Count - 1) / 2, bits: 32))];
        RankSearch[] upper = [.. columns.Select(column => new RankSearch(column.Count / 2, bits: 32))];
        while (!lower[0].Found)
        {
            var cursor = data.OpenCursor();
            for (var i = 0; i < data.Count; i++)
            {
                cursor.Move(i);
                var row = cursor.Input;
                for (var column = 0; column < columns.Length; column++)
                {
                    var value = row[columns[column].Place];
                    if (float.IsNaN(value))
                        continue;
                    lower[column].Count(RankSearch.KeyOf(value));
                    upper[column].Count(RankSearch.KeyOf(value));
                }
            }
            foreach (var search in lower.Concat(upper))
                search.Narrow();
        }
        for (var column = 0; column < columns.Length; column++)
            columns[column].Median = ((double)RankSearch.SingleOf(lower[column].Key) + RankSearch.SingleOf(upper[column].Key)) / 2;
    }
}
