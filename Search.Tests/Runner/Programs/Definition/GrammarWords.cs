using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Definitions of parameters drawn by chance, always the same.</summary>
internal static class GrammarWords
{
    private static readonly string[] Texts = ["relu", "", ":", "~", "@", "a:b", "~c", "a@b:~", "x y", "$(id)", "'\"`;|&", "--flag", "0.10", "1e-3", "é", "{lr}", "\\", "\t", "on"];

    /// <summary>A definition of each kind with the parameters before it as parents of its condition, so many times.</summary>
    public static IEnumerable<IReadOnlyList<ProgramParameter>> Spaces(int count)
    {
        var random = new RandomStream(7, 0, StreamPurpose.Propose);
        for (var i = 0; i < count; i++)
        {
            var parameters = new List<ProgramParameter>();
            foreach (var kind in Enum.GetValues<ProgramParameterKind>())
            {
                var conditions = parameters.Count > 0 && random.NextInt(2) == 0 ? new[] { ConditionOn(parameters[random.NextInt(parameters.Count)], ref random) } : [];
                parameters.Add(new($"{kind.ToString().ToLowerInvariant()}-{i}.x", kind, ArgumentsOf(kind, ref random), conditions));
            }
            yield return parameters;
        }
    }

    private static string[] ArgumentsOf(ProgramParameterKind kind, ref RandomStream random)
    {
        var low = random.NextInt(50) + 1;
        return kind switch
        {
            ProgramParameterKind.Uniform => random.NextInt(2) == 0 ? [$"-{low}.5", $"{low}e1"] : ["0", $"{low}", "0.25"],
            ProgramParameterKind.Log => [$"{low}e-7", $"0.{low}"],
            ProgramParameterKind.Int => random.NextInt(2) == 0 ? [$"-{low}", $"{low}"] : ["2", $"{2 + 3 * low}", "3"],
            ProgramParameterKind.LogInt => [$"{low}", $"{low * 8}"],
            ProgramParameterKind.Flag => [],
            _ => random.NextInt(3) == 0 ? ["16", "32", "64"] : [.. Texts.Skip(random.NextInt(Texts.Length - 3)).Take(3)],
        };
    }

    private static ProgramCondition ConditionOn(ProgramParameter parent, ref RandomStream random) => new(parent.Name, parent.Kind switch
    {
        ProgramParameterKind.Flag => [random.NextInt(2) == 0 ? "on" : "off"],
        ProgramParameterKind.Choice => [.. parent.Arguments.Take(2)],
        ProgramParameterKind.Ordinal => [parent.Arguments[1] + "+"],
        _ => random.NextInt(2) == 0 ? [parent.Arguments[0] + "+"] : [$"{parent.Arguments[0]}-{parent.Arguments[1]}"],
    });
}
