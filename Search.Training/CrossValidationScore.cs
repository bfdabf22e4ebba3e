namespace HyperSearch.Training;

/// <summary>The scores of folds.</summary>
/// <param name="Scores">Of each fold that was scored, at least one.</param>
public sealed record CrossValidationScore(IReadOnlyList<double> Scores)
{
    public double Mean => Scores.Average();

    /// <summary>Standard deviation of the folds' scores, √(Σ (s − mean)² / (n − 1)); NaN for one fold.</summary>
    public double Deviation => Scores.Count < 2 ? double.NaN : Math.Sqrt(Scores.Sum(score => (score - Mean) * (score - Mean)) / (Scores.Count - 1));
}
