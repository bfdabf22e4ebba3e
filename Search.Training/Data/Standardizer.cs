namespace HyperSearch.Training;

/// <summary>x ← (x − mean) / deviation, each feature by the mean and (population) deviation of the data it was fitted on:
/// fit it on the training part alone, then apply it to every part. A feature that never varies is only moved.</summary>
public sealed class Standardizer
{
    private Standardizer(double[] means, double[] deviations)
    {
        Means = means;
        Deviations = deviations;
    }

    public IReadOnlyList<double> Means { get; }

    public IReadOnlyList<double> Deviations { get; }

    /// <exception cref="ArgumentException">There are no examples, or they have columns with texts or with missing values, for which there
    /// is <see cref="Preprocessing"/>.</exception>
    public static Standardizer Fit(Dataset training)
    {
        if (training.Count == 0)
            throw new ArgumentException($"Standardization needs at least one example to be fitted on, but {training.Name} has none.");
        CheckPlain(training);
        var (means, deviations) = ColumnMoments.Of(training, training.Features, row => row.Input);
        return new Standardizer(means, deviations);
    }

    /// <exception cref="ArgumentException">The data have another number of features, or what <see cref="Fit"/> refuses, or do not lie in memory.</exception>
    public Dataset Apply(Dataset data)
    {
        if (data.Features != Means.Count)
            throw new ArgumentException($"Standardization was fitted on {Means.Count} features, but {data.Name} has {data.Features}.");
        CheckPlain(data);
        if (!data.InMemory)
            throw new ArgumentException($"{data.Name}: the rows do not lie in memory; they are standardized by their preprocessing, whenever they are read.");
        return data.WithInputs((feature, value) => (float)((value - Means[feature]) / Deviations[feature]));
    }

    private static void CheckPlain(Dataset data)
    {
        if (data.Columns?.Any(column => column.Kind == ColumnKind.Category) == true)
            throw new ArgumentException($"{data.Name}: texts have no mean; what is opened with texts in its columns is standardized by its preprocessing.");
    }
}
