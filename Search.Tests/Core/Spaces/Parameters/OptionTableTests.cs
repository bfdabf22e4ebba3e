using HyperSearch;

namespace Search.Tests;

/// <summary>A choice of many options looks values up in a table, one of few compares them one by one: the answers are the same.</summary>
public sealed class OptionTableTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(20_000)]
    public void Each_option_is_found_as_it_is_as_a_text_and_as_a_number(int count)
    {
        var numbers = new ChoiceParameter<int>("n", Enumerable.Range(-3, count));
        var texts = new ChoiceParameter<string>("t", Enumerable.Range(-3, count).Select(i => $"{i}"));
        for (var i = 0; i < count; i += 1 + count / 50)
        {
            Assert.Equal(i, numbers.Encode(i - 3));
            Assert.Equal(i, numbers.CodeOf(ParameterValue.Of($" {i - 3}.0 ")));
            Assert.Equal(i, texts.Encode($"{i - 3}"));
            Assert.Equal(i, texts.CodeOf(ParameterValue.Of((double)(i - 3))));
        }
        Assert.Throws<SpaceException>(() => texts.Encode("1.0"));
        Assert.Throws<SpaceException>(() => numbers.Encode(count));
        Assert.Throws<SpaceException>(() => numbers.CodeOf(ParameterValue.Of("one")));
    }

    [Fact]
    public void An_option_that_stands_twice_among_many_is_found_and_the_message_stays_short()
    {
        var exception = Assert.Throws<SpaceException>(() => new ChoiceParameter<string>("t", [.. Enumerable.Range(0, 20_000).Select(i => $"{i}"), "17"]));

        Assert.StartsWith("Parameter 't': options must differ, but '17' stands twice in {0, 1, 2,", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("99, … and 19901 more}.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void A_number_and_a_text_that_reads_as_it_are_the_same_option(int others)
    {
        ParameterValue[] options = [.. Enumerable.Range(0, others).Select(i => ParameterValue.Of($"other {i}")), ParameterValue.Of(0.0), ParameterValue.Of("1e0")];
        var parameter = new ChoiceParameter<ParameterValue>("mixed", options);

        Assert.Equal(others, parameter.CodeOf(ParameterValue.Of("-0")));
        Assert.Equal(others + 1, parameter.CodeOf(ParameterValue.Of(1.0)));
        Assert.Throws<SpaceException>(() => new ChoiceParameter<ParameterValue>("mixed", [.. options, ParameterValue.Of("0.0")]));
        Assert.Throws<SpaceException>(() => new ChoiceParameter<ParameterValue>("mixed", [.. options, ParameterValue.Of(1.0)]));
    }
}
