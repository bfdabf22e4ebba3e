namespace HyperSearch.Training;

/// <summary>Scores settings on each of several folds, and says after each what they have come to, so that a search can stop between them.</summary>
public static class CrossValidation
{
    /// <summary>Scores one fold after the other:
    /// <c>CrossValidation.Score(data.Folds(5, seed), fold => Trainer.Train(settings, fold.Training, fold.Validation).ValidationAccuracy, (fold, mean) => trial.Report(fold, mean)).Mean</c>.</summary>
    /// <param name="score">Trains on a fold and answers with its score.</param>
    /// <param name="onFold">Gets a fold's number, 1 for the first, and the mean of all scores so far; false ends there.</param>
    public static CrossValidationScore Score(IReadOnlyList<Fold> folds, Func<Fold, double> score, Func<int, double, bool>? onFold = null)
    {
        if (folds.Count == 0)
            throw new ArgumentException("There must be at least one fold to score, but there is none.");
        var scores = new List<double>();
        foreach (var fold in folds)
        {
            scores.Add(score(fold));
            if (onFold?.Invoke(fold.Number, scores.Average()) == false)
                break;
        }
        return new CrossValidationScore(scores);
    }
}
