namespace HyperSearch.Training;

/// <summary>What a model says of one row.</summary>
/// <param name="Row">1 for the first.</param>
/// <param name="Id">The text of the column that was asked for; null where none was.</param>
/// <param name="Values">[outputs]: the probabilities of the classes (with mean squared error the outputs as they are), or the numbers that are predicted.</param>
/// <param name="Class">With the greatest output, of equal ones the first; −1 where numbers are predicted.</param>
/// <param name="ClassName">What it is called, its number where it has no name; null where numbers are predicted.</param>
public sealed record RowPrediction(long Row, string? Id, IReadOnlyList<float> Values, int Class, string? ClassName);
