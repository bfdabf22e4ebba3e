using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Round numbers along an axis that cover a range: 3 to 9, rising.</summary>
/// <param name="Low">Where the axis begins: at the first number, or where the range does, if a double cannot hold the number below it.</param>
/// <param name="High">Where it ends, in the same way.</param>
/// <param name="Values">The numbers.</param>
internal sealed record AxisTicks(double Low, double High, IReadOnlyList<double> Values)
{
    private const int MostLinear = 7, MostDecades = 9, Enough = 4;

    // Ranges that are narrower for their distance from zero, or narrower than a double divides well, are drawn as a point's.
    private const double NarrowestRatio = 1e-9, NarrowestRange = 1e-290;

    private static readonly int[] Factors = [1, 2, 5], DecadeSteps = [1, 2, 3, 5, 10, 20, 50, 100];

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite and at least <paramref name="low"/>.</param>
    public static AxisTicks Linear(double low, double high)
    {
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        // In halves, since the whole may exceed the largest double.
        if (!(high / 2 - low / 2 > Math.Max(size * NarrowestRatio, NarrowestRange)))
            (low, high) = size < NarrowestRange ? (-1, 1) : (Math.Max(low - size / 10, double.MinValue), Math.Min(high + size / 10, double.MaxValue));
        for (var place = Decade(high / 2 - low / 2) - 1; ; place++)
        {
            foreach (var factor in Factors)
            {
                var step = Decimal(factor, place);
                var (first, last) = (Math.Floor(low / step + NarrowestRatio), Math.Ceiling(high / step - NarrowestRatio));
                if (last - first < MostLinear)
                    return Of(low, high, Multiples((long)first, (long)last).Select(i => Decimal(i * factor, place)));
            }
        }
    }

    /// <summary>Powers of ten; in a range of few decades 1, 2 and 5 times these, and in one that is narrower still <see cref="Linear"/>'s.</summary>
    /// <param name="low">Positive. Below 1e-280 a range within a decade may have two numbers only, which have too few digits.</param>
    /// <param name="high">Finite and at least <paramref name="low"/>.</param>
    public static AxisTicks Log(double low, double high)
    {
        if (!(high / low > 1 + NarrowestRatio))
            (low, high) = (low - low / 10, Math.Min(high + high / 10, double.MaxValue));
        var first = Decade(low);
        var last = Decade(high) + (Decimal(1, Decade(high)) < high ? 1 : 0);
        if (last - first >= Enough - 1)
        {
            foreach (var step in DecadeSteps)
            {
                var (from, to) = ((int)Math.Floor((double)first / step), (int)Math.Ceiling((double)last / step));
                if (to - from < MostDecades)
                    return Of(low, high, Multiples(from, to).Select(i => Decimal(1, (int)i * step)));
            }
        }
        double[] steps = [.. Multiples(first - 1, last + 1).SelectMany(place => Factors.Select(factor => Decimal(factor, (int)place)))];
        var within = Of(low, high, steps[Math.Max(0, Array.FindLastIndex(steps, step => step <= low))..(Array.FindIndex(steps, step => step >= high) + 1)]);
        return within.Values.Count < Enough && Linear(low, high) is { Low: > 0 } linear ? linear : within;
    }

    /// <summary>The same for an axis that begins and ends with the range: numbers beyond are left out. A range of one number stays as it is.</summary>
    public AxisTicks Within(double low, double high)
    {
        if (low == high)
            return this;
        double[] inside = [.. Values.Where(value => value >= low && value <= high)];
        return new(low, high, inside.Length > 1 ? inside : [low, high]);
    }

    private static AxisTicks Of(double low, double high, IEnumerable<double> ticks)
    {
        double[] values = [.. ticks.Where(double.IsFinite)];
        return new(Math.Min(low, values[0]), Math.Max(high, values[^1]), values);
    }

    private static IEnumerable<long> Multiples(long first, long last)
    {
        for (var i = first; i <= last; i++)
            yield return i;
    }

    // The place of the first digit. The double nearest to a power of ten may be just below it.
    private static int Decade(double magnitude)
    {
        var digits = magnitude.ToString("E14", CultureInfo.InvariantCulture);
        return int.Parse(digits[(digits.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
    }

    // The double nearest to a decimal.
    private static double Decimal(long digits, int place) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}E{place}"), CultureInfo.InvariantCulture);
}
