namespace HyperSearch;

/// <summary>A value reported while a trial runs, such as the validation accuracy after an epoch.</summary>
/// <param name="Step">How far the trial was: an epoch, counted from 1.</param>
/// <param name="Value">The metric of the study's goal at that step; finite.</param>
/// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
public readonly record struct Measurement(int Step, double Value)
{
    public double Value { get; init; } = double.IsFinite(Value)
        ? Value
        : throw new ArgumentException($"A reported value must be finite, but at step {Step} it is {Value}.", nameof(Value));
}
