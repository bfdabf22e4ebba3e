namespace HyperSearch.Runner;

/// <summary>A trial in a picture.</summary>
/// <param name="X">In pixels.</param>
/// <param name="Y">In pixels.</param>
/// <param name="Mark">How it is drawn.</param>
/// <param name="Loss">What it is worth: where points lie upon each other, the lowest is kept.</param>
internal readonly record struct TrialPoint(double X, double Y, TrialMark Mark, double Loss);
