namespace HyperSearch.Training;

/// <summary>Makes one data set of two.</summary>
internal static class DatasetJoin
{
    public static Dataset Of(Dataset first, Dataset second)
    {
        DataTable a = first.Table, b = second.Table;
        Check((a.HasLabels, a.HasTargets) == (b.HasLabels, b.HasTargets) && SameNames(a.TargetNames, b.TargetNames) && (a.HasLabels || a.Outputs == b.Outputs), "what is to be predicted");
        Check(a.ImageSize == b.ImageSize && a.Channels == b.Channels, "the size of the images");
        Check(a.Preprocessing is null ? b.Preprocessing is null : b.Preprocessing is { } other && a.Preprocessing.SameAs(other), "the preprocessing");
        Check((a.ClassNames is null) == (b.ClassNames is null) && (a.ClassNames is not null || a.Outputs == b.Outputs), "the classes");
        Check(SameNames([.. a.Keys.Select(key => key.Name)], [.. b.Keys.Select(key => key.Name)]), "the columns to split by");
        var columns = Columns(first, second);
        var classes = a.ClassNames is null || a.ClassNames.SequenceEqual(b.ClassNames!) ? a.ClassNames : [.. CsvText.Ordered(a.ClassNames.Union(b.ClassNames!))];
        var table = a with
        {
            Count = checked(first.Count + second.Count),
            Columns = columns,
            ClassNames = classes,
            ClassMap = null,
            Outputs = classes?.Count ?? a.Outputs,
        };
        var rows = new JoinedRows(new JoinedPart(first, columns, classes), new JoinedPart(second, columns, classes));
        return new Dataset(table with { Rows = rows.InMemory ? MemoryRows.Of(rows.Open(), table.Count, table.Shape) : rows });

        void Check(bool same, string what)
        {
            if (!same)
                throw new ArgumentException($"Only data with the same features and targets can be joined, but {first.Name} and {second.Name} differ in {what}.");
        }
    }

    /// <summary>The first one's columns, with the texts of both; null where the features have no names.</summary>
    private static DataColumn[]? Columns(Dataset first, Dataset second)
    {
        if (first.Columns is not { } there || second.Columns is not { } others)
        {
            return first.Columns is null && second.Columns is null && first.Features == second.Features ? null : throw new ArgumentException(
                $"Only data with the same features can be joined, but {first.Name} has {first.Features} and {second.Name} has {second.Features}, or only one of them is as read from a table.");
        }
        foreach (var column in there)
        {
            if (!others.Any(other => other.Name == column.Name && other.Kind == column.Kind))
                throw new ArgumentException($"Only data with the same columns can be joined, but {second.Name} has no column \"{column.Name}\" that is a {column.Kind} as in {first.Name}.");
        }
        if (others.Count != there.Count)
            throw new ArgumentException($"Only data with the same columns can be joined, but {first.Name} has {there.Count} and {second.Name} {others.Count}.");
        return [.. there.Select(column => column with { Texts = [.. column.Texts.Union(others.First(other => other.Name == column.Name).Texts, StringComparer.Ordinal)] })];
    }

    private static bool SameNames(IReadOnlyList<string>? a, IReadOnlyList<string>? b) => (a ?? []).SequenceEqual(b ?? [], StringComparer.Ordinal);
}
