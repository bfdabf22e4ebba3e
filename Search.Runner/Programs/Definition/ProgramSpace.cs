namespace HyperSearch.Runner;

/// <summary>The parameters of a program with their conditions: which are active, and their values.</summary>
internal sealed class ProgramSpace
{
    private readonly List<(ProgramParameter Parameter, (string Parent, IReadOnlyList<(double From, double To)> Ranges)[] Conditions)> _ordered = [];

    /// <exception cref="StudyException">A name stands twice, a condition is none, or conditions go round in a circle.</exception>
    public ProgramSpace(IReadOnlyList<ProgramParameter> parameters)
    {
        var byName = new Dictionary<string, ProgramParameter>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (!byName.TryAdd(parameter.Name, parameter))
                throw new StudyException($"Two parameters have the name '{SafeText.Line(parameter.Name)}'. Give one of them another name, with --param NAME~KIND:… and {{NAME}} in the command.");
        }
        var (placed, above) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var parameter in parameters)
            Place(parameter);

        // Those that it depends on come first, else in the order in which they are written.
        void Place(ProgramParameter parameter)
        {
            if (placed.Contains(parameter.Name))
                return;
            if (above.Contains(parameter.Name))
                throw new StudyException($"Conditions go round in a circle: {SafeText.Line(string.Join(" → ", above.Append(parameter.Name)))}.");
            above.Add(parameter.Name);
            var conditions = parameter.Conditions.Select(condition => (condition.Parent, RangesOf(condition, parameter))).ToArray();
            above.RemoveAt(above.Count - 1);
            placed.Add(parameter.Name);
            _ordered.Add((parameter, conditions));
        }

        IReadOnlyList<(double From, double To)> RangesOf(ProgramCondition condition, ProgramParameter of)
        {
            if (!byName.TryGetValue(condition.Parent, out var parent))
            {
                var near = EditDistance.Nearest(condition.Parent, byName.Keys) is { } known ? $" Did you mean {known}?" : $" There are {string.Join(", ", byName.Keys)}.";
                throw new StudyException(SafeText.Line($"The condition @{condition} of {of.Name} names no parameter of the study.{near}"));
            }
            Place(parent);
            try
            {
                return condition.RangesIn(parent);
            }
            catch (FormatException exception)
            {
                throw new StudyException($"{SafeText.Line(of.Name)}: {SafeText.Line(exception.Message)}", exception);
            }
        }
    }

    /// <summary>The space. It is as tracing would find it, without the limits of that: a range that a condition names may be narrow.</summary>
    public SearchSpace ToSearchSpace() => new(
        [.. _ordered.Select(entry => entry.Parameter.Parameter)], suggest => Read(suggest),
        isConditional: _ordered.Exists(entry => entry.Conditions.Length > 0), hasRejections: false);

    /// <summary>The values of the active parameters, in the order of the space.</summary>
    public IReadOnlyList<KeyValuePair<string, ProgramValue>> Read(ISuggest suggest)
    {
        var values = new Dictionary<string, ProgramValue>(StringComparer.Ordinal);
        var inOrder = new List<KeyValuePair<string, ProgramValue>>(_ordered.Count);
        foreach (var (parameter, conditions) in _ordered)
        {
            if (!Array.TrueForAll(conditions, condition => values.TryGetValue(condition.Parent, out var parent) && condition.Ranges.Any(range => parent.Place >= range.From && parent.Place <= range.To)))
                continue;
            values[parameter.Name] = parameter.Suggest(suggest);
            inOrder.Add(new(parameter.Name, values[parameter.Name]));
        }
        return inOrder;
    }
}
