using System.Globalization;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class AxisTicksTests
{
    private const int Drawn = 20_000;

    // Of ratios: parts of smaller numbers have too few digits.
    private const double Smallest = 1e-280;

    [Fact]
    public void Linear_ones_are_few_round_and_cover_any_range() => Assert.All(Ranges(), range => AreGood(AxisTicks.Linear(range.Low, range.High), range.Low, range.High));

    [Fact]
    public void Those_of_ratios_are_few_round_and_cover_any_range()
    {
        foreach (var (one, other) in Ranges())
        {
            var (low, high) = (Math.Max(Math.Min(Math.Abs(one), Math.Abs(other)), Smallest), Math.Max(Math.Max(Math.Abs(one), Math.Abs(other)), Smallest));
            AreGood(AxisTicks.Log(low, high), low, high);
        }
    }

    [Theory]
    [InlineData("0, 0.2, 0.4, 0.6, 0.8, 1", 0, 1)]
    [InlineData("0.9, 0.92, 0.94, 0.96, 0.98, 1", 0.91, 0.985)]
    [InlineData("-10, -5, 0, 5, 10, 15", -7.5, 14)]
    [InlineData("-1E+308, 0, 1E+308", double.MinValue, double.MaxValue)]
    [InlineData("-1, -0.5, 0, 0.5, 1", 0, 0)]
    [InlineData("6, 6.5, 7, 7.5, 8", 7.2, 7.2)]
    public void Linear_ones(string ticks, double low, double high) => Assert.Equal(ticks, Listed(AxisTicks.Linear(low, high)));

    [Theory]
    [InlineData("1E-06, 1E-05, 0.0001, 0.001, 0.01", 1e-6, 1e-2)]
    [InlineData("10, 20, 50, 100, 200, 500, 1000", 16, 512)]
    [InlineData("1E-300, 1E-200, 1E-100, 1, 1E+100, 1E+200, 1E+300", 1e-300, 1e300)]
    [InlineData("0.91, 0.92, 0.93, 0.94, 0.95", 0.91, 0.95)]
    [InlineData("3.6, 3.8, 4, 4.2, 4.4", 4, 4)]
    public void Those_of_ratios(string ticks, double low, double high) => Assert.Equal(ticks, Listed(AxisTicks.Log(low, high)));

    [Fact]
    public void An_axis_that_ends_with_its_values_has_those_within()
    {
        Assert.Equal("20, 50, 100, 200, 500", Listed(AxisTicks.Log(16, 512).Within(16, 512)));
        Assert.Equal("1.05, 1.05000000001", Listed(AxisTicks.Linear(1.05, 1.05000000001).Within(1.05, 1.05000000001)));
        Assert.Equal("6, 6.5, 7, 7.5, 8", Listed(AxisTicks.Linear(7.2, 7.2).Within(7.2, 7.2)));
    }

    [Theory]
    [InlineData("0.0 0.5 1.0", 0, 0.5, 1)]
    [InlineData("0 10,000 20,000", 0, 10_000, 20_000)]
    [InlineData("0 2e-6 4e-6", 0, 2e-6, 4e-6)]
    [InlineData("-1e308 0 1e308", -1e308, 0, 1e308)]
    [InlineData("2.5e6 5e6 7.5e6", 2.5e6, 5e6, 7.5e6)]
    [InlineData("1,000.001 1,000.002 1,000.003", 1000.001, 1000.002, 1000.003)]
    public void Labels_are_written_alike(string labels, double first, double second, double third) => Assert.Equal(labels, string.Join(' ', TickLabels.Alike([first, second, third])));

    [Fact]
    public void Labels_of_ratios_are_written_each_by_itself() =>
        Assert.Equal(["1e-6", "5e-4", "0.001", "0.5", "1", "200", "100,000", "1e6", "1e300"], new[] { 1e-6, 5e-4, 1e-3, 0.5, 1, 200, 1e5, 1e6, 1e300 }.Select(TickLabels.Alone));

    // Of all sizes and widths: nearly equal bounds, equal ones, ones that are wide apart.
    private static IEnumerable<(double Low, double High)> Ranges()
    {
        yield return (1e-300, 1e300);
        yield return (-1e300, 1e300);
        yield return (0, 0);
        yield return (double.MaxValue, double.MaxValue);
        yield return (double.MinValue, double.MaxValue);
        yield return (0, double.Epsilon);
        yield return (1e-307, 1e-307);
        for (var i = 0; i < Drawn; i++)
        {
            var random = new RandomStream(17, i, StreamPurpose.Evaluate);
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt(600) - 300);
            var high = random.NextInt(3) switch
            {
                0 => low + Math.Abs(low) * Math.Pow(10, -random.NextInt(20)),
                1 => low * (1 + 10 * random.NextDouble()),
                _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt(600) - 300),
            };
            yield return (Math.Min(low, high), Math.Max(low, high));
        }
    }

    private static void AreGood(AxisTicks ticks, double low, double high)
    {
        var (values, range) = (ticks.Values, $"{low:R} … {high:R}: {Listed(ticks)}");
        Assert.True(values.Count is >= 3 and <= 9, range);
        Assert.True(values.Order().Distinct().SequenceEqual(values), range);
        Assert.True(ticks.Low <= low && ticks.High >= high && ticks.Low <= values[0] && ticks.High >= values[^1], range);
        // The numbers themselves, or their distance, are 1, 2 or 5 times a power of ten.
        Assert.True(IsRound(values[1] - values[0]) || values.All(IsRound), range);
        Assert.All(values, value => Assert.True(Digits(value) <= 11, range));
    }

    private static bool IsRound(double value) => "125".Contains(value.ToString("E3", CultureInfo.InvariantCulture).Replace(".000", "", StringComparison.Ordinal).Split('E')[0], StringComparison.Ordinal);

    private static int Digits(double value) => value.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).Trim('-', '0').Length;

    private static string Listed(AxisTicks ticks) => string.Join(", ", ticks.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
