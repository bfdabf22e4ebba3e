using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class LineClippingTests
{
    [Fact]
    public void Of_any_line_just_what_lies_within_is_kept()
    {
        for (var i = 0; i < 500; i++)
        {
            var random = new RandomStream(9, i, StreamPurpose.Evaluate);
            var line = new (double X, double Y)[2 + random.NextInt(12)];
            for (var at = 0; at < line.Length; at++)
                line[at] = (at, 30 * random.NextDouble() - 10);

            var parts = LineClipping.Between(0, 10, line).ToArray();

            Assert.All(parts, part => Assert.True(part.Count > 1));
            Assert.All(parts.SelectMany(part => part), point => Assert.InRange(point.Y, 0, 10));
            // At a thousand places, the parts are there just where the line is within, and at its height.
            for (var x = 0.0005; x < line.Length - 1; x += (line.Length - 1) / 1000.0)
            {
                var whole = HeightAt(line, x)!.Value;
                var heights = parts.Select(part => HeightAt(part, x)).OfType<double>().ToArray();
                if (Math.Abs(whole) < 1e-6 || Math.Abs(whole - 10) < 1e-6)
                    continue;
                Assert.Equal(whole is > 0 and < 10 ? [Math.Round(whole, 6)] : [], heights.Select(height => Math.Round(height, 6)));
            }
        }
    }

    [Fact]
    public void A_line_within_stays_as_it_is() => Assert.Equal([[(0, 1), (1, 9), (2, 0), (3, 10)]], LineClipping.Between(0, 10, [(0, 1), (1, 9), (2, 0), (3, 10)]));

    private static double? HeightAt(IReadOnlyList<(double X, double Y)> line, double x)
    {
        for (var i = 1; i < line.Count; i++)
        {
            if (x >= line[i - 1].X && x <= line[i].X)
                return line[i - 1].Y + (line[i].Y - line[i - 1].Y) * (x - line[i - 1].X) / (line[i].X - line[i - 1].X);
        }
        return null;
    }
}
