namespace HyperSearch.Training;

/// <summary>How a model does on a data set.</summary>
/// <param name="Confusion">[label, class with the greatest output, of equal ones the first]: counts, without the
/// examples whose outputs are not all finite numbers; empty where the data have targets.</param>
public sealed record Evaluation(Scores Scores, int[,] Confusion);
