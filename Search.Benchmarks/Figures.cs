using System.Globalization;

namespace Search.Benchmarks;

/// <summary>The figures of a command, each printed as it comes, and all written to the file of <c>--csv</c>.</summary>
internal sealed class Figures
{
    private readonly List<string> _rows = ["what,figure"];

    public void Add(string what, double figure)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-90} {figure,12:F1}"));
        _rows.Add(string.Create(CultureInfo.InvariantCulture, $"\"{what}\",{figure:R}"));
    }

    public async Task SaveAsync(Flags flags)
    {
        if (flags.Text("--csv") is { } csv)
            await File.WriteAllLinesAsync(csv, _rows);
    }

    /// <summary>The middle one of all rounds but the first, which warms up.</summary>
    public static double MedianAfterFirst(IEnumerable<double> rounds)
    {
        double[] sorted = [.. rounds.Skip(1).Order()];
        return sorted[sorted.Length / 2];
    }
}
