using HyperSearch;

namespace Search.Tests;

public sealed class IntParameterTests
{
    [Theory]
    [InlineData(Scale.Linear)]
    [InlineData(Scale.Log)]
    public void Every_value_has_a_code_of_its_own(Scale scale)
    {
        var parameter = new IntParameter("x", 1, 3000, scale);
        for (var value = 1; value <= 3000; value++)
            Assert.Equal(value, parameter.Decode(parameter.Encode(value)));
    }

    [Fact]
    public void Ints_of_the_full_range_have_codes_of_their_own()
    {
        var parameter = new IntParameter("x", int.MinValue, int.MaxValue);
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        Assert.Null(parameter.Levels);
        for (var i = 0; i < 10_000; i++)
        {
            var value = (int)random.NextUInt32();
            Assert.Equal(value, parameter.Decode(parameter.Encode(value)));
            Assert.Equal(value, parameter.ValueOf(parameter.CodeOf(ParameterValue.Of((double)value))).Number);
        }
    }

    [Fact]
    public void Ints_of_a_huge_log_range_have_codes_of_their_own()
    {
        var parameter = new IntParameter("x", 1, int.MaxValue, Scale.Log);
        var random = new RandomStream(2, 0, StreamPurpose.Propose);
        for (var i = 0; i < 10_000; i++)
        {
            var value = 1 + random.NextInt(int.MaxValue);
            Assert.Equal(value, parameter.Decode(parameter.Encode(value)));
            var small = 1 + i;
            Assert.Equal(small, parameter.Decode(parameter.Encode(small)));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(3)]
    public void A_value_that_it_cannot_take_is_refused_with_the_bounds(int value)
    {
        var error = Assert.Throws<SpaceException>(() => new IntParameter("x", 0, 10, step: 2).Encode(value));
        Assert.Equal($"Parameter 'x': `0 <= value <= 10` must hold in steps of 2, but the value is {value}.", error.Message);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(1e10)]
    [InlineData(double.NaN)]
    public void A_typed_number_that_is_no_int_is_refused(double value)
    {
        var error = Assert.Throws<SpaceException>(() => new IntParameter("x", 0, 10).CodeOf(ParameterValue.Of(value)));
        Assert.Contains("'x': the value must be a whole number in [0, 10]", error.Message);
    }
}
