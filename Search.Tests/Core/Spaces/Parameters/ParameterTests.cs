using HyperSearch;

namespace Search.Tests;

/// <summary>What holds for a parameter of any kind.</summary>
public sealed class ParameterTests
{
    private static readonly Parameter[] Parameters = [.. SampleParameters.Hard(), .. SampleParameters.All(seed: 1, ofEachKind: 100)];

    [Fact]
    public void Both_ends_are_exact()
    {
        foreach (var parameter in Parameters.Where(p => p.Definition.Low is not null))
        {
            var (low, high) = (ParameterValue.Of(parameter.Definition.Low!.Value), ParameterValue.Of(parameter.Definition.High!.Value));
            Assert.Equal((0, 1), (parameter.CodeOf(low), parameter.CodeOf(high)));
            Assert.Equal((low, high), (parameter.ValueOf(0), parameter.ValueOf(1)));
        }
    }

    [Fact]
    public void Codes_beyond_the_ends_give_the_ends()
    {
        foreach (var parameter in Parameters)
        {
            var last = parameter.IsCategorical ? parameter.Levels!.Value - 1 : 1;
            foreach (var beyond in new[] { 1e-9, 0.4, 1e300, double.PositiveInfinity })
            {
                Assert.Equal(parameter.ValueOf(0), parameter.ValueOf(-beyond));
                Assert.Equal(parameter.ValueOf(last), parameter.ValueOf(last + beyond));
            }
        }
    }

    [Fact]
    public void Every_level_has_a_code_that_decodes_to_it()
    {
        foreach (var parameter in Parameters.Where(p => p.Levels is not null))
        {
            var values = new HashSet<ParameterValue>();
            foreach (var level in SomeLevels(parameter.Levels!.Value))
            {
                var code = parameter.CodeOfLevel(level);
                Assert.InRange(code, 0, parameter.IsCategorical ? parameter.Levels.Value - 1 : 1);
                Assert.Equal(level, parameter.LevelOf(code));
                Assert.Equal(code, parameter.CodeOf(parameter.ValueOf(code)));
                Assert.True(values.Add(parameter.ValueOf(code)), $"{parameter}: level {level} repeats a value.");
            }
        }
    }

    [Fact]
    public void Levels_rise_with_codes()
    {
        foreach (var parameter in Parameters.Where(p => p.Levels is not null))
            Assert.Equal(SomeLevels(parameter.Levels!.Value).Order(), SomeLevels(parameter.Levels.Value).OrderBy(parameter.CodeOfLevel));
    }

    [Fact]
    public void A_value_that_decoding_yields_survives_encoding_and_decoding()
    {
        foreach (var (parameter, code) in SomeCodes())
            Assert.Equal(parameter.ValueOf(code), parameter.ValueOf(parameter.CodeOf(parameter.ValueOf(code))));
    }

    [Fact]
    public void Snapping_gives_the_code_of_the_value_to_the_last_bit()
    {
        foreach (var (parameter, code) in SomeCodes())
            Assert.Equal(BitConverter.DoubleToInt64Bits(parameter.CodeOf(parameter.ValueOf(code))), BitConverter.DoubleToInt64Bits(parameter.Snap(code)));
    }

    [Fact]
    public void Snapping_again_changes_nothing()
    {
        foreach (var (parameter, code) in SomeCodes())
            Assert.Equal(parameter.Snap(code), parameter.Snap(parameter.Snap(code)));
    }

    [Fact]
    public void Decoding_keeps_the_order_of_codes()
    {
        foreach (var codes in SomeCodes().Where(pair => pair.Parameter.Definition.Low is not null).GroupBy(pair => pair.Parameter, pair => pair.Code))
        {
            var values = codes.Order().Select(code => codes.Key.ValueOf(code).Number!.Value).ToArray();
            Assert.Equal(values.Order(), values);
            Assert.All(values, value => Assert.InRange(value, codes.Key.Definition.Low!.Value, codes.Key.Definition.High!.Value));
        }
    }

    [Fact]
    public void A_recorded_value_reads_back_from_its_text()
    {
        foreach (var (parameter, code) in SomeCodes())
            Assert.Equal(parameter.Snap(code), parameter.CodeOf(ParameterValue.Of(parameter.ValueOf(code).ToString())));
    }

    [Fact]
    public void A_definition_rebuilds_a_parameter_with_the_same_codes_and_values()
    {
        foreach (var (parameter, code) in SomeCodes())
        {
            var rebuilt = parameter.Definition.ToParameter();
            Assert.Equal(parameter.Definition, rebuilt.Definition);
            Assert.Equal(parameter.ToString(), rebuilt.ToString());
            Assert.Equal((parameter.Levels, parameter.IsCategorical), (rebuilt.Levels, rebuilt.IsCategorical));
            Assert.Equal((parameter.Snap(code), parameter.ValueOf(code)), (rebuilt.Snap(code), rebuilt.ValueOf(code)));
        }
    }

    [Fact]
    public void The_code_of_an_inactive_parameter_has_no_value()
    {
        foreach (var parameter in Parameters)
            Assert.Contains(parameter.Name, Assert.Throws<ArgumentException>(() => parameter.ValueOf(double.NaN)).Message);
    }

    [Fact]
    public void A_level_that_does_not_exist_is_refused()
    {
        foreach (var parameter in Parameters.Where(p => p.Levels is not null))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => parameter.CodeOfLevel(-1));
            Assert.Throws<ArgumentOutOfRangeException>(() => parameter.CodeOfLevel(parameter.Levels!.Value));
        }
    }

    [Fact]
    public void A_parameter_without_levels_says_so()
    {
        foreach (var parameter in Parameters.Where(p => p.Levels is null))
        {
            Assert.Contains(parameter.Name, Assert.Throws<NotSupportedException>(() => parameter.CodeOfLevel(0)).Message);
            Assert.Contains(parameter.Name, Assert.Throws<NotSupportedException>(() => parameter.LevelOf(0)).Message);
        }
    }

    /// <summary>Uniform draws fall on each of a discrete parameter's values with its weight: the end values get their share too.</summary>
    [Fact]
    public void Uniform_codes_give_every_value_its_weight()
    {
        Parameter[] parameters =
        [
            new FloatParameter("step", 0, 1, step: 0.1), new IntParameter("int", -3, 3), new IntParameter("step", 0, 12, step: 4),
            new OrdinalParameter<int>("ordinal", [16, 32, 64]), new IntParameter("log", 1, 8, Scale.Log),
        ];
        foreach (var parameter in parameters)
        {
            var random = new RandomStream(2, 0, StreamPurpose.Propose);
            var counts = new int[parameter.Levels!.Value];
            for (var i = 0; i < 100_000; i++)
                counts[parameter.LevelOf(random.NextDouble())]++;
            Statistics.RequireCounts(counts, [.. Enumerable.Range(0, counts.Length).Select(level => Weight(parameter, level))]);
        }

        static double Weight(Parameter parameter, int level) => parameter is IntParameter { Scale: Scale.Log } log
            ? Math.Log((log.Low + level + 0.5) / (log.Low + level - 0.5)) / Math.Log((log.High + 0.5) / (log.Low - 0.5))
            : 1.0 / parameter.Levels!.Value;
    }

    // All levels of a small parameter; of a large one those at the ends, around the middle, and some between.
    private static IEnumerable<int> SomeLevels(int levels) => levels <= 1000
        ? Enumerable.Range(0, levels)
        : Enumerable.Range(0, 101).SelectMany(i => Enumerable.Range(-2, 5).Select(near => (long)levels * i / 100 + near))
            .Where(level => level >= 0 && level < levels).Select(level => (int)level).Distinct();

    private static IEnumerable<(Parameter Parameter, double Code)> SomeCodes()
    {
        var random = new RandomStream(3, 0, StreamPurpose.Propose);
        foreach (var parameter in Parameters)
        {
            double[] nearEnds = [0, 1, double.Epsilon, 1e-16, 1e-9, 0.5, Math.BitIncrement(0.5), 1 - 1e-9, Math.BitDecrement(1)];
            foreach (var code in nearEnds)
                yield return (parameter, code);
            for (var i = 0; i < 40; i++)
                yield return (parameter, random.NextDouble() * (parameter.IsCategorical ? parameter.Levels!.Value - 1 : 1));
        }
    }
}
