using System.Globalization;
using HyperSearch;

namespace Search.Tests;

public sealed class FloatParameterTests
{
    /// <summary>A value with up to 12 digits survives wherever a code, a double in [0,1], can tell it from its neighbours.</summary>
    [Fact]
    public void A_typed_value_of_up_to_12_digits_survives()
    {
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        var parameters = SampleParameters.Hard().OfType<FloatParameter>().Concat(SampleParameters.Floats(seed: 2, ofEachKind: 200));
        foreach (var parameter in parameters.Where(p => p.Step is null))
        {
            for (var i = 0; i < 200; i++)
            {
                var typed = Typed(parameter.Low + random.NextDouble() * (parameter.High - parameter.Low), 1 + random.NextInt(12));
                var survives = parameter.Scale == Scale.Log || Math.Abs(typed) >= 1e-2 * Math.Min(Math.Abs(parameter.Low), parameter.High - parameter.Low);
                if (typed >= parameter.Low && typed <= parameter.High && survives)
                    Assert.Equal(typed, parameter.Decode(parameter.Encode(typed)));
            }
        }
    }

    [Fact]
    public void A_typed_value_of_any_magnitude_survives_on_a_log_scale_and_from_zero()
    {
        var random = new RandomStream(2, 0, StreamPurpose.Propose);
        FloatParameter[] parameters = [new("log", 1e-300, 1e300, Scale.Log), new("zero", 0, 1e3), new("lr", 1e-6, 1e-2, Scale.Log), new("small", 0, 1e-2), new("nearly zero", 1e-12, 1)];
        foreach (var parameter in parameters)
        {
            for (var i = 0; i < 2000; i++)
            {
                var typed = Typed(Math.Pow(10, random.NextDouble() * 600 - 300), 1 + random.NextInt(12));
                if (i % 2 == 0)
                    typed = Typed(Math.Pow(10, random.NextDouble() * -12), 1 + random.NextInt(12));
                if (typed >= parameter.Low && typed <= parameter.High)
                    Assert.Equal(typed, parameter.Decode(parameter.Encode(typed)));
            }
        }
    }

    [Fact]
    public void Powers_of_ten_and_their_neighbours_survive()
    {
        FloatParameter[] parameters = [new("a", -1, 1), new("b", 0, 1), new("c", -5, 3), new("d", 1e-12, 2, Scale.Log), new("e", 0.001, 1)];
        foreach (var parameter in parameters)
        {
            for (var power = -12; power <= 0; power++)
            {
                foreach (var factor in new[] { -1, -0.9, 0.9, 0.999, 1, 1.001, 1.1 })
                {
                    var typed = Typed(factor * Math.Pow(10, power), 4);
                    if (typed >= parameter.Low && typed <= parameter.High && typed * 1e14 % 1 == 0)
                        Assert.Equal(typed, parameter.Decode(parameter.Encode(typed)));
                }
            }
        }
    }

    [Fact]
    public void Zero_survives_between_negative_and_positive_bounds()
    {
        foreach (var high in new[] { 1, 0.1, 1.0 / 3, 1e300, 1e-300, 7e-5 })
        {
            var parameter = new FloatParameter("x", -1e-3 * high, high);
            Assert.Equal(0.0, parameter.Decode(parameter.Encode(0)));
        }
    }

    [Theory]
    [InlineData(1e15, 8)]
    [InlineData(-1e15, 8)]
    [InlineData(123456, 1e-9)]
    public void Far_from_zero_every_double_is_a_value(double low, double range)
    {
        var parameter = new FloatParameter("x", low, low + range);
        for (var value = low; value <= low + range; value = Math.BitIncrement(value))
            Assert.Equal(value, parameter.Decode(parameter.Encode(value)));
    }

    [Fact]
    public void Values_read_well()
    {
        var random = new RandomStream(4, 0, StreamPurpose.Propose);
        FloatParameter[] parameters = [new("dropout", 0, 0.5), new("lr", 1e-6, 1e-2, Scale.Log), new("x", -5, 5)];
        foreach (var parameter in parameters)
        {
            for (var i = 0; i < 1000; i++)
                Assert.InRange(parameter.ValueOf(random.NextDouble()).ToString().Length, 1, 20);
        }
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.3, 3)]
    [InlineData(0.7, 2.1)]
    public void Steps_are_decimals(double step, double high)
    {
        var parameter = new FloatParameter("x", 0, high, step: step);
        for (var level = 0; level < parameter.Levels; level++)
            Assert.Equal((double)((decimal)step * level), parameter.Decode(parameter.CodeOfLevel(level)));
    }

    [Fact]
    public void A_typed_value_between_two_steps_is_refused()
    {
        var parameter = new FloatParameter("x", 0, 1, step: 0.25);
        Assert.Equal(0.75, parameter.Decode(parameter.Encode(0.75)));
        var error = Assert.Throws<SpaceException>(() => parameter.Encode(0.3));
        Assert.Equal("Parameter 'x': the value must be 0 plus a multiple of the step 0.25, but the value is 0.3.", error.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_outside_the_bounds_is_refused_with_the_bounds(double value)
    {
        var error = Assert.Throws<SpaceException>(() => new FloatParameter("x", 0, 1).Encode(value));
        Assert.Contains("'x': `0 <= value <= 1` must hold", error.Message);
    }

    [Fact]
    public void A_text_that_is_no_number_is_refused_with_the_definition()
    {
        var error = Assert.Throws<SpaceException>(() => new FloatParameter("lr", 1e-6, 1e-2, Scale.Log).CodeOf(ParameterValue.Of("fast")));
        Assert.Equal("Parameter 'lr' takes a number (float lr [1E-06, 0.01] log), but the value is 'fast'.", error.Message);
    }

    [Fact]
    public void A_bound_of_minus_zero_is_zero()
    {
        Assert.Equal("0", new FloatParameter("x", -0.0, 1).ValueOf(0).ToString());
        Assert.Equal("0", new FloatParameter("x", -1, -0.0).ValueOf(1).ToString());
    }

    /// <summary>False-alarm rate 1e-6 for each of the two.</summary>
    [Fact]
    public void Uniform_codes_are_uniform_on_the_parameters_own_scale()
    {
        var random = new RandomStream(5, 0, StreamPurpose.Propose);
        var codes = Enumerable.Range(0, 20_000).Select(_ => random.NextDouble()).ToArray();
        Statistics.RequireDistribution(codes.Select(new FloatParameter("x", -3, 5).Decode), x => (x + 3) / 8);
        Statistics.RequireDistribution(codes.Select(new FloatParameter("x", 1e-8, 1e-4, Scale.Log).Decode), x => (Math.Log10(x) + 8) / 4);
    }

    private static double Typed(double value, int digits) =>
        double.Parse(value.ToString("E" + (digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
