namespace Search.Training;

/// <summary>How well outputs fit. What a data set has no meaning for is NaN.</summary>
/// <param name="Loss">mean over the examples, without the penalties on weights</param>
/// <param name="Accuracy">labels: share of examples whose greatest output is at their label</param>
/// <param name="TopKAccuracy">labels: share of examples whose label's output is among the k greatest</param>
/// <param name="RSquared">targets: 1 − Σ (z − t)² / Σ (t − mean t)², over all outputs, the mean taken for each</param>
public sealed record Scores(double Loss, double Accuracy, double TopKAccuracy, double RSquared);
