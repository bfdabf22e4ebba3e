using System.Globalization;
using HyperSearch;

namespace Search.Tests;

/// <summary>Parameters of every kind with random bounds, from everyday ranges to the ends of what a number can hold.</summary>
internal static class SampleParameters
{
    public static IEnumerable<Parameter> All(ulong seed, int ofEachKind)
    {
        var random = new RandomStream(seed, 0, StreamPurpose.Propose);
        for (var i = 0; i < ofEachKind; i++)
        {
            foreach (var parameter in OneOfEach(ref random))
                yield return parameter;
        }
    }

    public static IEnumerable<FloatParameter> Floats(ulong seed, int ofEachKind) => All(seed, ofEachKind).OfType<FloatParameter>();

    public static IEnumerable<Parameter> Discrete(ulong seed, int ofEachKind) => All(seed, ofEachKind).Where(p => p.Levels is not null);

    /// <summary>Ranges in which a careless formula overflows, cancels or rounds wrongly.</summary>
    public static IEnumerable<Parameter> Hard() =>
    [
        new FloatParameter("everyday", 1e-6, 1e-2, Scale.Log),
        new FloatParameter("huge log", 1e-300, 1e300, Scale.Log),
        new FloatParameter("whole log", 2.2250738585072014E-308, double.MaxValue, Scale.Log),
        new FloatParameter("narrow log", 1, 1 + 1e-10, Scale.Log),
        new FloatParameter("odd log", 1.0 / 3, 2.0 / 3, Scale.Log),
        new FloatParameter("around zero", -1, 1),
        new FloatParameter("unit", 0, 1),
        new FloatParameter("up to zero", -1, -0.0),
        new FloatParameter("from minus zero", -0.0, 1),
        new FloatParameter("thirds", 1.0 / 3, 2.0 / 3),
        new FloatParameter("far", 1e15, 1e15 + 8),
        new FloatParameter("far below", -1e15 - 8, -1e15),
        new FloatParameter("near", 1000, 1040),
        new FloatParameter("long", 1e-10, 1),
        new FloatParameter("widest", -8e307, 8e307),
        new FloatParameter("subnormal", 0, 1e-320),
        new FloatParameter("steps of 0.1", 0, 1, step: 0.1),
        new FloatParameter("steps of 0.3", -0.3, 3, step: 0.3),
        new FloatParameter("steps of 1e-9", 0, 1, step: 1e-9),
        new FloatParameter("steps of a third", 1.0 / 3, 2, step: 1.0 / 3),
        new FloatParameter("far steps", 1e15, 1e15 + 8, step: 0.5),
        new FloatParameter("tiny steps", 1e-30, 9e-30, step: 1e-30),
        new FloatParameter("one step", 0.1, 0.7, step: 0.6),
        new IntParameter("all ints", int.MinValue, int.MaxValue),
        new IntParameter("natural", 0, int.MaxValue),
        new IntParameter("two", -1, 0),
        new IntParameter("wide steps", int.MinValue, int.MaxValue, step: 3),
        new IntParameter("one wide step", int.MinValue, int.MaxValue - 1, step: int.MaxValue),
        new IntParameter("huge log int", 1, int.MaxValue, Scale.Log),
        new IntParameter("high log int", int.MaxValue - 3, int.MaxValue, Scale.Log),
        new IntParameter("small log int", 1, 2, Scale.Log),
    ];

    private static Parameter[] OneOfEach(ref RandomStream random)
    {
        var (low, high) = Bounds(ref random);
        var (logLow, logHigh) = (Math.Pow(10, -9 * random.NextDouble()), Math.Pow(10, 0.01 + 9 * random.NextDouble()));
        var (start, step, steps) = (Decimal(ref random), Math.Abs(Decimal(ref random)) + 0.001m, 1 + random.NextInt(200));
        var (from, width) = (random.NextInt(2_000_001) - 1_000_000, 1 + random.NextInt(1_000_000));
        var (stride, strides) = (1 + random.NextInt(1000), 1 + random.NextInt(1000));
        var firstLog = 1 + random.NextInt(1000);
        int[] sizes = [.. Enumerable.Range(0, 1 + random.NextInt(20)).Select(i => 1 << i)];
        return
        [
            new FloatParameter("linear", low, high),
            new FloatParameter("log", logLow, logHigh, Scale.Log),
            new FloatParameter("step", (double)start, (double)(start + step * steps), step: (double)step),
            new IntParameter("int", from, from + width),
            new IntParameter("log int", firstLog, firstLog + width, Scale.Log),
            new IntParameter("int step", from, from + stride * strides, step: stride),
            new ChoiceParameter<string>("choice", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture) + "x")),
            new ChoiceParameter<DayOfWeek>("day", Enum.GetValues<DayOfWeek>()),
            new ChoiceParameter<bool>("flag", [false, true]),
            new OrdinalParameter<int>("ordinal", sizes),
            new OrdinalParameter<double>("rate", sizes.Select(size => 1.0 / size)),
        ];
    }

    private static (double Low, double High) Bounds(ref RandomStream random)
    {
        var scale = Math.Pow(10, random.NextInt(31) - 15);
        var low = (random.NextDouble() - 0.5) * scale;
        if (random.NextInt(3) == 0)
            low = Math.Round(low, 3);
        return (low, low + scale * Math.Pow(10, -random.NextInt(6)));
    }

    private static decimal Decimal(ref RandomStream random) => (random.NextInt(2_000_001) - 1_000_000) / Math.Max(1m, (decimal)Math.Pow(10, random.NextInt(7)));
}
