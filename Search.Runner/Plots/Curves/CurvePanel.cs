namespace HyperSearch.Runner;

/// <summary>One trial of a <see cref="CurveFigure"/>.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Head">Its place and its score.</param>
/// <param name="Settings">What it was trained with.</param>
/// <param name="Companion">The curve beside the goal's; empty where it has none.</param>
internal sealed record CurvePanel(Trial Trial, string Head, string Settings, IReadOnlyList<Measurement> Companion)
{
    /// <summary>The curve of the goal's metric.</summary>
    public IReadOnlyList<Measurement> Curve => Trial.Measurements;
}
