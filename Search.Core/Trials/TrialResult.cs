namespace HyperSearch.Core;

/// <summary>How a trial ended.</summary>
/// <param name="State">Complete, pruned or failed.</param>
/// <param name="Value">The value, finite; null where the trial failed.</param>
/// <param name="Error">Why it failed: the message first, then the stack; null where it did not.</param>
/// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
public sealed record TrialResult(TrialState State, double? Value, string? Error)
{
    public double? Value { get; init; } = Value is { } value ? Finite(value) : null;

    /// <inheritdoc cref="Trial.FurtherValues"/>
    public IReadOnlyList<double> FurtherValues { get; init; } = [];

    /// <inheritdoc cref="Trial.Excesses"/>
    public IReadOnlyList<double> Excesses { get; init; } = [];

    /// <inheritdoc cref="Trial.IsFeasible"/>
    public bool IsFeasible => Constraint.AreMet(Excesses);

    /// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
    public static TrialResult Complete(double value) => new(TrialState.Complete, value, null);

    /// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
    public static TrialResult Pruned(double? value) => new(TrialState.Pruned, value, null);

    public static TrialResult Failed(string error) => new(TrialState.Failed, null, error);

    // Adding zero turns −0 into 0, which not all databases tell apart.
    private static double Finite(double value) => double.IsFinite(value)
        ? value + 0.0
        : throw new ArgumentException($"A score must be finite, but it is {value}.", nameof(value));
}
