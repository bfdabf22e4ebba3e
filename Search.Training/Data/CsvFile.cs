namespace HyperSearch.Training;

/// <summary>Reads a text file as a data set whose inputs are the columns as they are.</summary>
internal static class CsvFile
{
    public static Dataset Read(string path, IReadOnlyList<string> targets, bool asNumbers, CsvOptions options)
    {
        using var reader = CsvLayout.Open(path, targets, asNumbers, options);
        var table = Read(reader, options.MostBytesInMemory) with { Options = options.Preprocessing, MissingTexts = options.MissingTexts };
        return new Dataset(reader.HasLabels ? WithClasses(table, path, reader.Targets[0].Texts, options) : table);
    }

    /// <summary>Reads a file in the way of what was fitted on another one.</summary>
    /// <param name="labels">As <see cref="CsvLayout.Reopen"/>.</param>
    public static Dataset Reopen(string path, Preprocessing fitted, IReadOnlyList<string>? labels, CsvOptions options)
    {
        using var reader = CsvLayout.Reopen(path, fitted, labels, withTargets: true, options);
        var table = Read(reader, options.MostBytesInMemory) with { MissingTexts = fitted.MissingTexts };
        return fitted.Apply(new Dataset(reader.HasLabels ? table with { ClassNames = labels } : table));
    }

    /// <summary>All rows, with the labels numbered as they were met.</summary>
    /// <exception cref="InvalidDataException">A row is damaged, or there is none.</exception>
    public static DataTable Read(CsvTableReader reader, long mostBytes)
    {
        using var rows = new RowCollector(new RowShape(reader.Features.Count, reader.Targets.Count, reader.HasLabels, reader.Keys.Count), mostBytes);
        float[] inputs = new float[reader.Features.Count], outcome = new float[reader.Targets.Count];
        var keys = new double[reader.Keys.Count];
        while (reader.Read(inputs, outcome, keys))
            rows.Add(inputs, outcome, keys);
        if (rows.Count == 0)
            throw new InvalidDataException($"{reader.Source.Path}: there must be at least one row below the header.");
        return new DataTable(Path.GetFileNameWithoutExtension(reader.Source.Path), rows.Count, reader.Features.Count, rows.Finish())
        {
            Outputs = reader.HasLabels ? reader.Targets[0].Texts.Count : reader.Targets.Count,
            HasLabels = reader.HasLabels,
            HasTargets = reader.Targets.Count > 0 && !reader.HasLabels,
            TargetNames = [.. reader.Targets.Select(column => column.Name)],
            Columns = [.. reader.Features.Select(column => new DataColumn(column.Name, column.Kind, column.Texts))],
            Keys = [.. reader.Keys.Select(key => key.Column)],
            MostBytes = mostBytes,
        };
    }

    private static DataTable WithClasses(DataTable table, string path, IReadOnlyList<string> met, CsvOptions options)
    {
        if (options.Target is null && CsvLayout.LooksLikeNumbers(met))
            throw new InvalidDataException($"{path}, column \"{CsvText.Short(table.TargetNames![0])}\": the target begins like a class but has {met.Count} different numbers: say whether it is a number or a class (`{nameof(CsvOptions.Target)}`).");
        string[] classes = [.. CsvText.Ordered(met)];
        var numbers = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return table with { ClassNames = classes, ClassMap = [.. met.Select(name => numbers[name])] };
    }
}
