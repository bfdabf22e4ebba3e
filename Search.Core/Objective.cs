namespace HyperSearch;

/// <summary>Runs one trial and returns its score.</summary>
/// <param name="settings">What the study's settings function made of the trial's point.</param>
/// <param name="trial">For reporting on the way.</param>
/// <param name="cancel">Set when the run is interrupted: throw <see cref="OperationCanceledException"/>, and the trial waits to be taken up again.</param>
/// <returns>The metric of the study's goal; NaN or infinity counts as a failure.</returns>
/// <remarks>Called by several threads at once, each with its own trial. It signals failure by throwing; the trial is recorded as failed and the study goes on.</remarks>
public delegate double Objective<in TSettings>(TSettings settings, ITrial trial, CancellationToken cancel);

/// <inheritdoc cref="Objective{TSettings}"/>
public delegate Task<double> AsyncObjective<in TSettings>(TSettings settings, ITrial trial, CancellationToken cancel);
