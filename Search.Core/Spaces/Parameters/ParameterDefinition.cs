using System.Globalization;

namespace HyperSearch;

/// <summary>
/// A parameter's definition as plain data: what a study's record keeps, and from which the parameter can be built again
/// where the study's code is not at hand.
/// </summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Kind">float, int, choice or ordinal.</param>
public sealed record ParameterDefinition(string Name, string Kind)
{
    public double? Low { get; init; }

    public double? High { get; init; }

    public Scale Scale { get; init; }

    public double? Step { get; init; }

    /// <summary>The options of a choice or an ordinal, in order.</summary>
    public IReadOnlyList<ParameterValue>? Options { get; init; }

    /// <summary>The parameter that this defines; options come back as <see cref="ParameterValue"/>.</summary>
    /// <exception cref="SpaceException">The definition contradicts itself.</exception>
    public Parameter ToParameter() => Kind switch
    {
        "float" => new FloatParameter(Name, Low ?? double.NaN, High ?? double.NaN, Scale, Step),
        "int" => new IntParameter(Name, (int)(Low ?? 0), (int)(High ?? 0), Scale, (int)(Step ?? 1)),
        "choice" => new ChoiceParameter<ParameterValue>(Name, Options ?? []),
        "ordinal" => new OrdinalParameter<ParameterValue>(Name, Options ?? []),
        _ => throw new SpaceException($"Parameter '{Name}' is of kind '{Kind}', which is none of float, int, choice, ordinal."),
    };

    /// <summary>Whether a value lies within the bounds or is one of the options.</summary>
    public bool Covers(ParameterValue value) => Options?.Contains(value) ?? (value.Number >= Low && value.Number <= High);

    public bool Equals(ParameterDefinition? other) => other is not null
        && Name == other.Name && Kind == other.Kind && Low == other.Low && High == other.High
        && Scale == other.Scale && Step == other.Step
        && (Options ?? []).SequenceEqual(other.Options ?? []);

    public override int GetHashCode() => HashCode.Combine(Name, Kind, Low, High, Scale, Step, Options?.Count);

    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        if (Options is not null)
            return $"{Kind} {Name} {{{string.Join(", ", Options)}}}";
        var scale = Scale == Scale.Log ? " log" : "";
        var step = Step is { } s && (Kind == "float" || s != 1) ? " step " + s.ToString("R", culture) : "";
        return $"{Kind} {Name} [{Low?.ToString("R", culture)}, {High?.ToString("R", culture)}]{scale}{step}";
    }
}
