namespace HyperSearch.Training;

/// <summary>
/// How well outputs fit. What a data set has no meaning for is NaN. Where a label's output equals those of other classes, it has the
/// chance of a hit that drawing lots among them gives: a dead network, whose outputs are all the same, is right for 1 in K.
/// An example whose outputs are not all finite numbers is no hit, and makes the loss ∞ and R² −∞: such a training is never the best.
/// </summary>
/// <param name="Loss">Mean over the examples of the loss alone: without the penalties on weights, and without label smoothing,
/// so that trainings of different regularization can be compared. Of the standardized targets, where a table's preprocessing has made them so.</param>
/// <param name="Accuracy">Labels: share of examples whose greatest output is at their label: the top-1 accuracy.</param>
/// <param name="TopKAccuracy">Labels: share of examples whose label's output is among the k greatest.</param>
/// <param name="RSquared">Targets: 1 − Σ (z − t)² / Σ (t − mean t)², over all outputs, the mean taken for each; NaN where the
/// targets are all the same.</param>
public sealed record Scores(double Loss, double Accuracy, double TopKAccuracy, double RSquared)
{
    /// <summary>Those of a network whose outputs are no numbers.</summary>
    internal static Scores Worst(bool hasLabels) => hasLabels
        ? new(double.PositiveInfinity, 0, 0, double.NaN)
        : new(double.PositiveInfinity, double.NaN, double.NaN, double.NegativeInfinity);
}
