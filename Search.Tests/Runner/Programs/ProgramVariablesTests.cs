using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ProgramVariablesTests
{
    [Theory]
    [InlineData("lr", "HYPERSEARCH_PARAM_lr")]
    [InlineData("LR_2", "HYPERSEARCH_PARAM_LR_2")]
    [InlineData("a-b", "HYPERSEARCH_PARAM_a_x2D_b")]
    [InlineData("a_x2D_b", "HYPERSEARCH_PARAM_a_x5F_x2D_b")]
    [InlineData("é", "HYPERSEARCH_PARAM__xC3__xA9_")]
    [InlineData("=\n", "HYPERSEARCH_PARAM__x3D__x0A_")]
    public void A_parameter_is_a_variable_that_every_shell_can_name(string parameter, string variable) => Assert.Equal(variable, ProgramVariables.NameOf(parameter));

    [Fact]
    public void No_two_parameters_are_one_variable()
    {
        const string characters = "_x25FA-é";
        string[] names = [.. Enumerable.Range(1, 5).SelectMany(length => Names(length))];

        Assert.Equal(names.Length, names.Select(ProgramVariables.NameOf).Distinct().Count());

        static IEnumerable<string> Names(int length) => length == 0 ? [""] : Names(length - 1).SelectMany(name => characters.Select(character => name + character));
    }
}
