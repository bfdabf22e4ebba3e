namespace HyperSearch;

/// <summary>A number that a trial recorded beside its score: see <see cref="ITrial.Record"/>.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Step">How far the trial was, as in <see cref="ITrial.Report(int, double)"/>; null for a number of the whole trial.</param>
/// <param name="Value">Finite.</param>
public sealed record TrialMetric(int Trial, string Name, int? Step, double Value);
