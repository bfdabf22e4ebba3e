using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The grammar: what a definition of a parameter says, and that it says the same when it is written again.</summary>
public sealed class ProgramParameterTests
{
    [Theory]
    [InlineData("uniform:0:1", "float x [0, 1]")]
    [InlineData("uniform:-1:1:0.5", "float x [-1, 1] step 0.5")]
    [InlineData("log:1e-6:1e-2", "float x [1E-06, 0.01] log")]
    [InlineData("int:1:4", "int x [1, 4]")]
    [InlineData("int:2:10:4", "int x [2, 10] step 4")]
    [InlineData("logint:16:512", "int x [16, 512] log")]
    [InlineData("choice:relu:tanh", "choice x {relu, tanh}")]
    [InlineData("choice:~e:a~cb:~tc~a", "choice x {, a:b, ~c@}")]
    [InlineData("ordinal:1:2:4", "ordinal x {1, 2, 4}")]
    [InlineData("ordinal:small:large", "ordinal x {small, large}")]
    [InlineData("flag", "choice x {false, true}")]
    public void Each_kind_is_a_parameter_of_the_project(string text, string definition) =>
        Assert.Equal(definition, ProgramParameter.Parse("x", text).Parameter.ToString());

    [Fact]
    public void A_definition_that_is_written_and_read_again_is_the_same()
    {
        foreach (var parameter in GrammarWords.Spaces(200).SelectMany(space => space))
        {
            var again = ProgramParameter.Parse(parameter.Name, parameter.ToString());

            Assert.Equal(parameter, again);
            Assert.Equal(parameter.Parameter.Definition, again.Parameter.Definition);
        }
    }

    [Theory]
    [InlineData("lgo:1:2", "There is no kind 'lgo'. Did you mean log?")]
    [InlineData("log:1", "It is log:LOW:HIGH, with numbers, but there is 1.")]
    [InlineData("log:1:2:3", "It is log:LOW:HIGH, with numbers, but there are 3.")]
    [InlineData("uniform:1:x", "uniform takes numbers such as 0.001 or 1e-3, but one is 'x'.")]
    [InlineData("uniform:1:nan", "but one is 'nan'")]
    [InlineData("uniform:2:1", "`low < high` must hold")]
    [InlineData("log:0:1", "`0 < low` must hold on a log scale")]
    [InlineData("int:1:2.5", "whole numbers")]
    [InlineData("int:0:3e9", "whole numbers of at most 2147483647, but one is 3000000000")]
    [InlineData("choice:a::b", "An option is empty. Write ~e")]
    [InlineData("choice:a:a", "a")]
    [InlineData("choice:~x", "a tilde is followed by none of c, t, a and e")]
    [InlineData("choice", "option")]
    [InlineData("flag:on", "A flag takes no values")]
    [InlineData("int:1:4@layers", "A condition is @OTHER:VALUE")]
    public void What_is_no_definition_is_told(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ProgramParameter.Parse("x", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(3.0, "3.0")]
    [InlineData(0.003, "0.003")]
    [InlineData(1e-5, "1.0e-05")]
    [InlineData(-1.25e-7, "-1.25e-07")]
    [InlineData(1e20, "1.0e+20")]
    public void A_real_number_has_a_point_so_that_each_language_reads_it_as_one(double number, string text)
    {
        Assert.Equal(text, ValueText.OfReal(number));
        Assert.Equal(number, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }
}
