using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>The one space of trials that may each have been drawn from distributions of their own.</summary>
internal static class OptunaSpace
{
    /// <summary>The union of all distributions, each parameter in the range of all its trials.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="expected">
    /// Definitions that are taken as they are, in their order, where the trials do not contradict them, and where no trial has the
    /// parameter: only they know what is ordinal.
    /// </param>
    /// <param name="remark">Told of what was made otherwise than it was.</param>
    /// <exception cref="SpaceException">A parameter was drawn from distributions of two kinds, or is none of HyperSearch.</exception>
    public static SearchSpace Of(IReadOnlyList<OptunaTrial> trials, IReadOnlyList<ParameterDefinition> expected, Action<string> remark)
    {
        var found = new OrderedDictionary<string, ParameterDefinition>(StringComparer.Ordinal);
        foreach (var trial in trials)
        {
            foreach (var (distribution, value) in trial.Parameters)
            {
                var known = found.TryGetValue(distribution.Name, out var before) ? before : distribution;
                found[distribution.Name] = Including(ReferenceEquals(known, distribution) ? known : Union(known, distribution, trial.Number), value, trial.Number, remark);
            }
        }
        var definitions = expected.Select(definition => found.TryGetValue(definition.Name, out var union) ? Expected(definition, Single(union)) : definition)
            .Concat(found.Values.Where(union => expected.All(definition => definition.Name != union.Name)).Select(Single));
        return new([.. definitions.Select(definition => Require(definition).ToParameter())]);
    }

    private static ParameterDefinition Union(ParameterDefinition one, ParameterDefinition other, int trial)
    {
        if (one.Equals(other))
            return one;
        if (one.Kind != other.Kind || one.Scale != other.Scale)
        {
            throw new SpaceException($"Parameter '{Shown(one.Name)}' has distributions of two kinds, which have no union: trials before trial {trial} have {Describe(one)}, that has {Describe(other)}. " +
                "Nothing was imported.");
        }
        return one.Options is { } options
            ? one with { Options = [.. options.Union(other.Options!)] }
            : one with { Low = Math.Min(one.Low!.Value, other.Low!.Value), High = Math.Max(one.High!.Value, other.High!.Value), Step = StepOf(one, other) };
    }

    // The steps of both, where these meet; of whole numbers they always do.
    private static double? StepOf(ParameterDefinition one, ParameterDefinition other)
    {
        if (one.Kind == "int")
        {
            var shift = Math.Abs(one.Low!.Value - other.Low!.Value);
            return GreatestDivisor(GreatestDivisor(one.Step ?? 1, other.Step ?? 1), shift);
        }
        return one.Step is { } step && step == other.Step && (one.Low - other.Low) / step is { } shifts && Math.Abs(shifts - Math.Round(shifts)) < 1e-8 ? step : null;
    }

    private static double GreatestDivisor(double a, double b) => b == 0 ? a : GreatestDivisor(b, a % b);

    // Optuna lets a queued trial have a value beyond the range.
    private static ParameterDefinition Including(ParameterDefinition definition, ParameterValue value, int trial, Action<string> remark)
    {
        if (definition.Options is not null || (value.Number >= definition.Low && value.Number <= definition.High) || (definition.Kind == "int" && value.Number != Math.Floor(value.Number ?? 0)))
            return definition;
        remark($"{Shown(definition.Name)} of trial {trial} is {value}, beyond {Describe(definition)}: the range was widened");
        return definition with { Low = Math.Min(definition.Low!.Value, value.Number!.Value), High = Math.Max(definition.High!.Value, value.Number.Value), Step = definition.Kind == "int" ? 1 : null };
    }

    // A range of one value is an option without alternative.
    private static ParameterDefinition Single(ParameterDefinition definition) => definition.Options is null && definition.Low == definition.High
        ? new(definition.Name, "choice") { Options = [ParameterValue.Of(definition.Low!.Value)] }
        : definition;

    private static ParameterDefinition Expected(ParameterDefinition expected, ParameterDefinition union) =>
        (expected, union) switch
        {
            ({ Options: { } options }, { Options: { } found }) => options.ToHashSet().SetEquals(found) ? expected : union,
            _ => Normal(expected).Equals(Normal(union)) ? expected : union,
        };

    private static ParameterDefinition Normal(ParameterDefinition definition) => definition.Kind == "int" ? definition with { Step = definition.Step ?? 1 } : definition;

    private static ParameterDefinition Require(ParameterDefinition definition)
    {
        if (definition is { Kind: "int" } && (definition.Low < int.MinValue || definition.High > int.MaxValue || definition.Step > int.MaxValue))
            throw new SpaceException($"Parameter '{Shown(definition.Name)}' is {Describe(definition)}, but a whole number has 32 bits in HyperSearch. Nothing was imported.");
        return definition;
    }

    private static string Describe(ParameterDefinition definition) => SafeText.Line(definition.Options is { Count: > 20 } options
        ? string.Create(CultureInfo.InvariantCulture, $"a choice of {options.Count}")
        : definition.ToString());

    private static string Shown(string name) => SafeText.Line(name.Length > 60 ? name[..60] + "…" : name);
}
