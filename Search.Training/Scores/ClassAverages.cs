namespace HyperSearch.Training;

/// <summary>Means of the classes' scores, each taken by itself: F1 is the mean of the F1s, not that of the mean precision and recall.</summary>
public sealed record ClassAverages(double Precision, double Recall, double F1)
{
    /// <param name="weights">Of the classes.</param>
    internal static ClassAverages Of(IReadOnlyList<ClassScores> classes, IReadOnlyList<double> weights)
    {
        return new(Mean(scores => scores.Precision), Mean(scores => scores.Recall), Mean(scores => scores.F1));

        double Mean(Func<ClassScores, double> score) => classes.Select((scores, i) => score(scores) * weights[i]).Sum() / weights.Sum();
    }
}
