namespace Search.Core;

/// <summary>
/// Finds the parameters of a settings function by calling it with one combination of values after another.
/// </summary>
/// <remarks>
/// Combinations are tried in the order of how many parameters differ from their first value, and those that follow a
/// combination that found something new come first; so nested conditions are followed to their end, and every
/// combination is tried where there are at most <see cref="MostRuns"/> of them. Choices, ordinals and small integers
/// take all their values, the others the two ends and the middle.
/// </remarks>
internal static class SpaceTracer
{
    private const int MostRuns = 10_000;
    private const int MostLevels = 64;

    public static SearchSpace Trace(Action<ISuggest> settings)
    {
        var found = new List<Parameter>();
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var waiting = new PriorityQueue<Combination, (int Found, int Changes, int Order)>();
        var conditional = false;
        waiting.Enqueue(new([], 0), default);
        for (var runs = 0; runs < MostRuns && waiting.TryDequeue(out var combination, out var rank); runs++)
        {
            var before = found.Count;
            var trace = new Tracer(combination.Levels, found, indices);
            settings(trace);
            conditional |= runs > 0 && (found.Count > before || trace.Read.Count < found.Count);
            var foundMore = found.Count > before;
            if (!foundMore && runs + waiting.Count >= MostRuns)
                continue;
            // A combination is made once: only parameters read after the last changed one are changed further.
            for (var i = combination.Next; i < trace.Read.Count; i++)
                for (var level = 1; level < ProbeCount(found[trace.Read[i]]); level++)
                    waiting.Enqueue(combination.With(trace.Read[i], level, i + 1),
                        (foundMore ? 0 : 1, rank.Changes + 1, runs));
        }
        return new SearchSpace(found, conditional ? settings : null);
    }

    public static void RequireSame(ParameterDefinition first, ParameterDefinition second)
    {
        if (!first.Equals(second))
            throw new SpaceException($"Parameter '{first.Name}' is defined twice with different ranges: first {first}, then {second}.");
    }

    private static int ProbeCount(Parameter parameter) => parameter.Levels is { } levels && levels <= MostLevels ? levels : 3;

    // The first value tried is the middle of a wide range: conditions such as x > 0 hold on either side of the ends.
    private static double Probe(Parameter parameter, int level) => parameter.Levels is { } levels && levels <= MostLevels
        ? parameter.CodeOfLevel(level)
        : level switch { 0 => 0.5, 1 => 0, _ => 1 };

    private sealed record Combination(Dictionary<int, int> Levels, int Next)
    {
        public Combination With(int parameter, int level, int next) => new(new(Levels) { [parameter] = level }, next);
    }

    private sealed class Tracer(Dictionary<int, int> levels, List<Parameter> found, Dictionary<string, int> indices) : ISuggest
    {
        public List<int> Read { get; } = [];

        public T Suggest<T>(Parameter<T> parameter)
        {
            if (indices.TryGetValue(parameter.Name, out var index))
            {
                RequireSame(found[index].Definition, parameter.Definition);
            }
            else
            {
                indices.Add(parameter.Name, index = found.Count);
                found.Add(parameter);
            }
            if (!Read.Contains(index))
                Read.Add(index);
            return parameter.Decode(Probe(parameter, levels.GetValueOrDefault(index)));
        }
    }
}
