namespace HyperSearch.Training;

/// <summary>Fits a preprocessing. Everything is taken from the rows of the one data set that is given.</summary>
internal static class PreprocessingFit
{
    // Numbers for which the most frequent one can be told.
    private const int MostValues = 1 << 20;

    public static Preprocessing Of(Dataset training, PreprocessingOptions options)
    {
        if (training.Preprocessing is not null || training.Table.Columns is not { } columns)
            throw new ArgumentException($"{training.Name}: a preprocessing is fitted on data as they were read from a table, but these {(training.Preprocessing is null ? "have no columns with names" : "are preprocessed already")}.");
        if (training.Count == 0)
            throw new ArgumentException($"A preprocessing needs at least one example to be fitted on, but {training.Name} has none.");
        options.Validate(columns);
        FittedColumn[] fitted = [.. columns.Select((column, place) => Column(training, column, place, options))];
        var plain = new Preprocessing(fitted, training.Table.TargetNames ?? [], training.Table.MissingTexts);
        return options.Standardize ? Standardized(plain, training) : plain;
    }

    private static FittedColumn Column(Dataset training, DataColumn column, int place, PreprocessingOptions options)
    {
        var missing = options.MissingIn(column.Name, column.Kind);
        return column.Kind == ColumnKind.Number
            ? new(column.Name, column.Kind, CategoryEncoding.Ordinal, [], options.Unknown, NumberFor(missing, training, column.Name, place), Mean: 0, Deviation: 1)
            : Category(training, column, place, missing, options);
    }

    private static FittedColumn Category(Dataset training, DataColumn column, int place, MissingValues missing, PreprocessingOptions options)
    {
        var counts = new long[column.Texts.Count];
        var gaps = 0L;
        for (var i = 0; i < training.Count; i++)
        {
            var code = training.Input(i)[place];
            if (float.IsNaN(code))
                gaps++;
            else
                counts[(int)code]++;
        }
        var frequency = column.Texts.Zip(counts).Where(pair => pair.Second > 0).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        List<string?> categories = [.. CsvText.Ordered(frequency.Keys)];
        if (categories.Count == 0 && (missing != MissingValues.OwnCategory || gaps == 0))
            throw NothingThere(training, column.Name);
        var stands = missing switch
        {
            MissingValues.Refused => double.NaN,
            MissingValues.MostFrequent => categories.IndexOf(frequency.MaxBy(pair => (pair.Value, -categories.IndexOf(pair.Key))).Key),
            _ => gaps > 0 ? categories.Count : -1,
        };
        if (missing == MissingValues.OwnCategory && gaps > 0)
            categories.Add(null);
        return new(column.Name, column.Kind, options.EncodingOf(column), categories, options.Unknown, stands, Mean: 0, Deviation: 1);
    }

    private static double NumberFor(MissingValues missing, Dataset training, string name, int place) => missing switch
    {
        MissingValues.Refused => double.NaN,
        MissingValues.Mean => (float)MeanOf(training, name, place),
        MissingValues.Median => (float)MedianOf(training, name, place),
        _ => MostFrequentOf(training, name, place),
    };

    private static double MeanOf(Dataset training, string name, int place)
    {
        double sum = 0;
        long count = 0;
        for (var i = 0; i < training.Count; i++)
        {
            var value = training.Input(i)[place];
            if (float.IsNaN(value))
                continue;
            sum += value;
            count++;
        }
        return count > 0 ? sum / count : throw NothingThere(training, name);
    }

    private static double MedianOf(Dataset training, string name, int place)
    {
        float[] sorted = [.. Values(training, place).Order()];
        return sorted.Length > 0 ? ((double)sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2 : throw NothingThere(training, name);
    }

    private static double MostFrequentOf(Dataset training, string name, int place)
    {
        var counts = new Dictionary<float, long>();
        foreach (var value in Values(training, place))
        {
            counts[value] = counts.GetValueOrDefault(value) + 1;
            if (counts.Count > MostValues)
                throw new ArgumentException($"{training.Name}: the most frequent value can be told among at most {MostValues} different ones, but column \"{name}\" has more: take the mean or the median.");
        }
        return counts.Count > 0 ? counts.MaxBy(pair => (pair.Value, -pair.Key)).Key : throw NothingThere(training, name);
    }

    private static IEnumerable<float> Values(Dataset training, int place)
    {
        for (var i = 0; i < training.Count; i++)
        {
            var value = training.Input(i)[place];
            if (!float.IsNaN(value))
                yield return value;
        }
    }

    private static ArgumentException NothingThere(Dataset training, string name) =>
        new($"{training.Name}: column \"{name}\" must have a value in some row of the training part, but all are missing: leave the column out.");

    /// <summary>The means and deviations that <see cref="Standardizer"/> fits to the same inputs, except where they are one-hot.</summary>
    private static Preprocessing Standardized(Preprocessing plain, Dataset training)
    {
        var standardizer = Standardizer.Fit(plain.Apply(training));
        var fitted = new List<FittedColumn>();
        var at = 0;
        foreach (var column in plain.Columns)
        {
            fitted.Add(column.IsOneHot ? column : column with { Mean = standardizer.Means[at], Deviation = standardizer.Deviations[at] });
            at += column.Width;
        }
        return new Preprocessing(fitted, plain.Targets, plain.MissingTexts);
    }
}
