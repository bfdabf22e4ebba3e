namespace HyperSearch.Training;

/// <summary>Fits a preprocessing. Everything is taken from the examples of the one data set that is given.</summary>
internal static class PreprocessingFit
{
    /// <exception cref="ArgumentException">The data are no table, or a column has nothing to be fitted on.</exception>
    public static Preprocessing Of(Dataset training, PreprocessingOptions options)
    {
        if (training.Preprocessing is not null || training.Columns is not { } columns)
            throw new ArgumentException($"{training.Name}: a preprocessing is fitted on data as they were read from a table, but these {(training.Preprocessing is null ? "have no columns with names" : "are preprocessed already")}.");
        if (training.Count == 0)
            throw new ArgumentException($"A preprocessing needs at least one example to be fitted on, but {training.Name} has none.");
        options.Validate(columns);
        ColumnFit[] fits = [.. columns.Select((column, place) => new ColumnFit(training.Name, column, place, options))];
        Learn(training, fits);
        Medians.Find(training, fits);
        var plain = new Preprocessing([.. fits.Select(fit => fit.Finish())], training.TargetNames ?? [], options.StandardizeTargets && training.HasTargets ? TargetScale.Fit(training) : [], training.Table.MissingTexts);
        return options.Standardize ? Standardized(plain, training) : plain;
    }

    private static void Learn(Dataset training, ColumnFit[] fits)
    {
        var cursor = training.OpenCursor();
        for (var i = 0; i < training.Count; i++)
        {
            cursor.Move(i);
            var row = cursor.Input;
            foreach (var fit in fits)
                fit.Add(row[fit.Place]);
        }
    }

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
        return new Preprocessing(fitted, plain.Targets, plain.TargetScales, plain.MissingTexts);
    }
}
