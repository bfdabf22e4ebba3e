using HyperSearch;

namespace Search.Tests;

public sealed class OptionParameterTests
{
    [Fact]
    public void A_choice_is_encoded_to_the_index_of_its_option()
    {
        var parameter = new ChoiceParameter<string>("optimizer", ["sgd", "adam", "lamb"]);
        Assert.True(parameter.IsCategorical);
        Assert.Equal([0, 1, 2], parameter.Options.Select(parameter.Encode));
        Assert.Equal(["sgd", "adam", "lamb"], new[] { 0.0, 1, 2 }.Select(parameter.Decode));
    }

    [Fact]
    public void An_ordinal_is_encoded_evenly_from_0_to_1()
    {
        var parameter = new OrdinalParameter<int>("batch", [16, 32, 64, 128, 256]);
        Assert.False(parameter.IsCategorical);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], parameter.Options.Select(parameter.Encode));
        Assert.All(parameter.Options, option => Assert.Equal(option, parameter.Decode(parameter.Encode(option))));
    }

    [Fact]
    public void One_option_is_allowed()
    {
        Assert.Equal("only", new ChoiceParameter<string>("x", ["only"]).Decode(0));
        Assert.Equal("only", new OrdinalParameter<string>("x", ["only"]).Decode(0.7));
    }

    [Fact]
    public void Enums_bools_and_texts_are_recorded_as_text_and_numbers_as_numbers()
    {
        Assert.Equal(ParameterValue.Of("Friday"), new ChoiceParameter<DayOfWeek>("x", [DayOfWeek.Friday]).ValueOf(0));
        Assert.Equal(ParameterValue.Of("true"), new ChoiceParameter<bool>("x", [false, true]).ValueOf(1));
        Assert.Equal(ParameterValue.Of(0.1), new ChoiceParameter<double>("x", [0.1]).ValueOf(0));
        Assert.Equal(ParameterValue.Of(3.0), new ChoiceParameter<ulong>("x", [3]).ValueOf(0));
    }

    [Fact]
    public void Options_with_equal_values_make_equal_parameters()
    {
        Assert.Equal(new ChoiceParameter<int>("x", [1, 2]), new ChoiceParameter<int>("x", [1, 2]));
        Assert.NotEqual(new ChoiceParameter<int>("x", [1, 2]), new ChoiceParameter<int>("x", [2, 1]));
        Assert.NotEqual(new ChoiceParameter<int>("x", [1, 2]), new ChoiceParameter<int>("y", [1, 2]));
    }

    [Theory]
    [InlineData("0.001")]
    [InlineData("1e-3")]
    public void A_number_may_be_typed_in_any_notation(string typed) =>
        Assert.Equal(1, new OrdinalParameter<double>("lr", [0.0001, 0.001]).CodeOf(ParameterValue.Of(typed)));

    [Fact]
    public void A_value_that_is_no_option_is_refused_with_the_options()
    {
        var error = Assert.Throws<SpaceException>(() => new ChoiceParameter<string>("optimizer", ["sgd", "adam"]).Encode("lamb"));
        Assert.Equal("Parameter 'optimizer': the value must be one of {sgd, adam}, but it is 'lamb'.", error.Message);
    }
}
