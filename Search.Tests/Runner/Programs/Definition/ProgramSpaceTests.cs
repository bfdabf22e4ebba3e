using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>When a parameter of a program is active.</summary>
public sealed class ProgramSpaceTests
{
    [Fact]
    public void A_parameter_is_active_while_its_conditions_hold()
    {
        foreach (var parameters in GrammarWords.Spaces(30))
        {
            var space = new ProgramSpace(parameters).ToSearchSpace();
            var random = new RandomStream(3, 0, StreamPurpose.Propose);
            Assert.Equal(parameters.Select(parameter => parameter.Name), space.Parameters.Select(parameter => parameter.Name));
            for (var draw = 0; draw < 20; draw++)
            {
                var values = space.ValuesOf(space.Complete(RandomSearch.Draw(space, ref random).Codes)).ToDictionary(StringComparer.Ordinal);

                Assert.All(parameters, parameter => Assert.Equal(parameter.Conditions.All(condition => Holds(condition, parameters, values)), values.ContainsKey(parameter.Name)));
            }
        }
    }

    [Fact]
    public void A_space_of_few_values_is_as_tracing_finds_it()
    {
        var space = new ProgramSpace(Parse("a~int:1:3@c:on", "b~choice:x:y@a:2+", "c~flag"));

        var (made, traced) = (space.ToSearchSpace(), SearchSpace.Trace(space.Read));

        Assert.Equal(traced.Parameters.Select(parameter => parameter.ToString()), made.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(traced.Combinations!.Select(point => point.ToString()), made.Combinations!.Select(point => point.ToString()));
        Assert.Equal(["c", "a", "b"], made.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_condition_may_be_a_narrow_range_of_real_numbers()
    {
        var space = new ProgramSpace(Parse("x~uniform:0:1", "y~int:1:3@x:0.301-0.302")).ToSearchSpace();

        Assert.Equal(2, space.Count);
        Assert.True(space.Complete(new Setting { { "x", 0.3015 } }).IsActive(1));
        Assert.False(space.Complete(new Setting { { "x", 0.4 } }).IsActive(1));
    }

    [Theory]
    [InlineData("Conditions go round in a circle: a → a.", "a~int:1:3@a:2")]
    [InlineData("Conditions go round in a circle: a → b → c → a.", "a~int:1:3@b:2", "b~int:1:3@c:2", "c~int:1:3@a:2")]
    [InlineData("The condition @lyers:2 of a names no parameter of the study. Did you mean layers?", "a~int:1:3@lyers:2", "layers~int:1:3")]
    [InlineData("a: The condition @b:gelu is never met: b is choice:relu:tanh, of which 'gelu' is no value.", "a~int:1:3@b:gelu", "b~choice:relu:tanh")]
    [InlineData("a: The condition @b:4+ is never met: b is int:1:3, of which '4+' is no value, and no range such as 2+ or 2-4.", "a~int:1:3@b:4+", "b~int:1:3")]
    [InlineData("a: The condition @b:3-4 is never met: b is int:1:9:4, of which '3-4' is no value, and no range such as 2+ or 2-4.", "a~int:1:3@b:3-4", "b~int:1:9:4")]
    [InlineData("Two parameters have the name 'a'. Give one of them another name, with --param NAME~KIND:… and {NAME} in the command.", "a~int:1:3", "a~flag")]
    public void What_cannot_be_is_told(string message, params string[] words) =>
        Assert.Equal(message, Assert.Throws<StudyException>(() => new ProgramSpace(Parse(words))).Message);

    private static ProgramParameter[] Parse(params string[] words) => [.. words.Select(CommandWord.ParseParameter)];

    // By the texts of values alone.
    private static bool Holds(ProgramCondition condition, IReadOnlyList<ProgramParameter> parameters, Dictionary<string, ParameterValue> values)
    {
        if (!values.TryGetValue(condition.Parent, out var value))
            return false;
        var parent = parameters.Single(parameter => parameter.Name == condition.Parent);
        return condition.Values.Any(text => parent.Kind switch
        {
            ProgramParameterKind.Flag => value.Text == (text == "on" ? "true" : "false"),
            ProgramParameterKind.Choice => value.ToString() == text,
            ProgramParameterKind.Ordinal => parent.Arguments.SkipWhile(option => option + "+" != text).Contains(value.ToString()),
            // Those of GrammarWords begin at the lowest value.
            _ => true,
        });
    }
}
