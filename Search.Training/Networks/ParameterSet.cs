namespace HyperSearch.Training;

/// <summary>
/// All parameters of a network side by side, so that an optimizer updates them in two passes: first those that decay,
/// then those without decay; last come the statistics, which nobody trains. Values, gradients and each optimizer state have
/// the same layout.
/// </summary>
internal sealed unsafe class ParameterSet
{
    public ParameterSet(IEnumerable<Parameter> parameters, Arena arena)
    {
        All = [.. parameters.OrderBy(parameter => parameter.Kind)];
        var length = All.Sum(parameter => (long)parameter.Length);
        if (length > Arena.Largest)
            throw new ArgumentException($"The network is too large: its parameters are {length} numbers with their padding, but at most {Arena.Largest} are possible.");
        foreach (var parameter in All)
        {
            parameter.Offset = Length;
            Length += parameter.Length;
            if (parameter.Kind == ParameterKind.Weight)
                WeightLength = Length;
            if (parameter.Kind != ParameterKind.Statistic)
                TrainedLength = Length;
        }
        TrainedLength = Math.Max(TrainedLength, WeightLength);
        Values = arena.Allocate(Length);
        Gradients = arena.Allocate(TrainedLength);
        foreach (var parameter in All)
        {
            parameter.Value = Values + parameter.Offset;
            parameter.Gradient = parameter.Kind == ParameterKind.Statistic ? null : Gradients + parameter.Offset;
        }
    }

    public IReadOnlyList<Parameter> All { get; }

    /// <summary>Whether no number of them is NaN or infinite.</summary>
    public bool AreFinite => Reduction.IsFinite(Values, Length);

    public float* Values { get; }

    public float* Gradients { get; }

    /// <summary>The first so many floats decay.</summary>
    public int WeightLength { get; }

    /// <summary>The first so many floats are trained.</summary>
    public int TrainedLength { get; }

    public int Length { get; }
}
