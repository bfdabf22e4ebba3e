namespace HyperSearch.Training;

/// <summary>One of the ways in which examples are dealt for cross-validation: <see cref="Dataset.Folds"/>.</summary>
/// <param name="Number">1 for the first.</param>
public sealed record Fold(int Number, Dataset Training, Dataset Validation);
