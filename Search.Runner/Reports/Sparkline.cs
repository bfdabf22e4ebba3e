namespace HyperSearch.Runner;

/// <summary>Draws curves as lines of block characters, all on one scale so that they can be compared.</summary>
/// <param name="low">The value of the lowest block.</param>
/// <param name="high">The value of the highest block.</param>
internal sealed class Sparkline(double low, double high)
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The most characters a curve takes where there is room.</summary>
    public const int Width = 25;

    /// <summary>The scale on which all of these values fit.</summary>
    public static Sparkline For(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return new(low, high);
    }

    /// <summary>A curve; one longer than <paramref name="width"/> is thinned evenly, first and last value kept.</summary>
    public string Draw(IReadOnlyList<double> values, int width = Width) => string.Create(Math.Min(values.Count, width), values, (line, all) =>
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = Block(all[line.Length == 1 ? 0 : (int)((long)i * (all.Count - 1) / (line.Length - 1))]);
    });

    private char Block(double value) => high > low
        ? Blocks[(int)Math.Clamp((value - low) / (high - low) * Blocks.Length, 0, Blocks.Length - 1)]
        : Blocks[Blocks.Length / 2];
}
