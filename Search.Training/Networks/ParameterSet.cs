namespace Search.Training;

/// <summary>
/// All parameters of a network side by side, so that an optimizer updates them in one or two passes:
/// first those that decay, then the others. Values, gradients and each optimizer state have the same layout.
/// </summary>
internal sealed unsafe class ParameterSet
{
    public ParameterSet(IEnumerable<Parameter> parameters, Arena arena)
    {
        All = [.. parameters.OrderByDescending(parameter => parameter.Decays)];
        DecayingLength = All.Where(parameter => parameter.Decays).Sum(parameter => Panels.Padded(parameter.Length));
        Length = All.Sum(parameter => Panels.Padded(parameter.Length));
        Values = arena.Take(Length);
        Gradients = arena.Take(Length);
        int offset = 0;
        foreach (Parameter parameter in All)
        {
            parameter.Value = Values + offset;
            parameter.Gradient = Gradients + offset;
            offset += Panels.Padded(parameter.Length);
        }
    }

    public IReadOnlyList<Parameter> All { get; }

    public float* Values { get; }

    public float* Gradients { get; }

    public int Length { get; }

    /// <summary>The first so many floats decay.</summary>
    public int DecayingLength { get; }
}
