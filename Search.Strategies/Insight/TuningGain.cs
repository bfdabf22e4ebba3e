namespace HyperSearch;

/// <summary>What tuning brought over the default, in the unit of the metric: positive is better, whatever the goal's direction.</summary>
/// <param name="Parameter">The parameter that was tuned while the others kept their defaults; null for all together.</param>
/// <param name="Gain">What the model expects it to bring.</param>
/// <param name="Low">The lower end of an interval that has 9 in 10 chances.</param>
/// <param name="High">The upper end.</param>
public sealed record TuningGain(string? Parameter, double Gain, double Low, double High)
{
    /// <summary>The value of the parameter from which the model expects that; null where nothing is better than the default, and for all together.</summary>
    public ParameterValue? Tuned { get; init; }
}
