namespace HyperSearch.Training;

/// <summary>How a model does on a data set. The scores by their names (<see cref="F1"/>, <see cref="Auc"/>, …) are NaN where the data have no
/// meaning for them; those of classes are means over the classes, each counting the same.</summary>
/// <param name="Scores">Each example counts once.</param>
/// <param name="Confusion">[label, class with the greatest output, of equal ones the first]: counts, without the
/// examples whose outputs are not all finite numbers; empty where the data have targets.</param>
public sealed record Evaluation(Scores Scores, int[,] Confusion)
{
    /// <summary>By class, and with the weights that were given; null where the data have targets. A network that was trained by mean squared
    /// error has no probabilities: its log loss is NaN, and its AUC is that of its outputs.</summary>
    public ClassificationScores? Classification => LazyClassification?.Value;

    /// <summary>With the weights that were given, in the targets' own units; null where the data have labels.</summary>
    public RegressionScores? Regression => LazyRegression?.Value;

    /// <inheritdoc cref="ClassificationScores.BalancedAccuracy"/>
    public double BalancedAccuracy => Classification?.BalancedAccuracy ?? double.NaN;

    /// <summary>Mean over the classes: see <see cref="ClassificationScores.Macro"/>.</summary>
    public double Precision => Classification?.Macro.Precision ?? double.NaN;

    /// <inheritdoc cref="Precision"/>
    public double Recall => Classification?.Macro.Recall ?? double.NaN;

    /// <inheritdoc cref="Precision"/>
    public double F1 => Classification?.Macro.F1 ?? double.NaN;

    /// <inheritdoc cref="ClassificationScores.Auc"/>
    public double Auc => Classification?.Auc ?? double.NaN;

    /// <inheritdoc cref="ClassificationScores.LogLoss"/>
    public double LogLoss => Classification?.LogLoss ?? double.NaN;

    /// <inheritdoc cref="RegressionScores(double, double, double)" path="/param[@name='MeanAbsoluteError']"/>
    public double MeanAbsoluteError => Regression?.MeanAbsoluteError ?? double.NaN;

    /// <inheritdoc cref="RegressionScores(double, double, double)" path="/param[@name='MeanSquaredError']"/>
    public double MeanSquaredError => Regression?.MeanSquaredError ?? double.NaN;

    /// <inheritdoc cref="RegressionScores(double, double, double)" path="/param[@name='RSquared']"/>
    public double RSquared => Regression?.RSquared ?? double.NaN;

    /// <summary>Of so many examples that their outputs are not kept: what needs all of them at once says so when it is asked for.</summary>
    internal static Evaluation WithoutRows(Scores scores, int[,] confusion, Dataset data, long most)
    {
        var message = $"{data.Name} has {data.Count} examples with {data.Outputs} outputs each. What looks at all of them at once is for at most {most} outputs: score a part of them (Take), or use Scores and Confusion.";
        return new(scores, confusion)
        {
            LazyClassification = data.HasLabels ? new(() => throw new InvalidOperationException(message)) : null,
            LazyRegression = data.HasLabels ? null : new(() => throw new InvalidOperationException(message)),
        };
    }

    // Computed when they are asked for: an AUC sorts all examples for each class.
    internal Lazy<ClassificationScores>? LazyClassification { get; init; }

    internal Lazy<RegressionScores>? LazyRegression { get; init; }
}
