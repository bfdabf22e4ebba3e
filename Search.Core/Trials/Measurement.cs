namespace HyperSearch;

/// <summary>A value reported while a trial runs, such as the validation accuracy after an epoch.</summary>
/// <param name="Step">How far the trial was: an epoch, counted from 1.</param>
/// <param name="Value">The metric of the study's goal at that step.</param>
public readonly record struct Measurement(int Step, double Value);
