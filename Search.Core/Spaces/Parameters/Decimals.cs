using System.Globalization;

namespace HyperSearch.Core;

/// <summary>Doubles rounded to a decimal place: the double nearest to the decimal, found by way of its digits.</summary>
internal static class Decimals
{
    private const int LeastDecade = -324, MostDecade = 309;

    private const double Log10Of2 = 0.3010299956639812;

    // Parsed, since computed powers of ten are not all exact.
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(LeastDecade, MostDecade - LeastDecade + 1)
        .Select(k => double.Parse($"1E{k}", CultureInfo.InvariantCulture))];

    /// <summary>The decimal place of the first digit: k where 10^k ≤ <paramref name="magnitude"/> &lt; 10^(k+1).</summary>
    /// <param name="magnitude">Positive and finite.</param>
    public static int Decade(double magnitude)
    {
        var decade = (int)Math.Floor(Math.ILogB(magnitude) * Log10Of2);
        if (magnitude < PowerOfTen(decade))
            return decade - 1;
        return magnitude >= PowerOfTen(decade + 1) ? decade + 1 : decade;
    }

    /// <summary>Rounded to <paramref name="digits"/> significant decimal digits, 1 to 17.</summary>
    public static double Significant(double value, int digits)
    {
        Span<byte> text = stackalloc byte[40];
        Span<char> format = ['E', (char)('0' + (digits - 1) / 10), (char)('0' + (digits - 1) % 10)];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        return double.Parse(text[..length], CultureInfo.InvariantCulture);
    }

    /// <summary>Rounded to a multiple of 10^<paramref name="place"/>, or to 17 digits where that is coarser.</summary>
    public static double Absolute(double value, int place)
    {
        if (value == 0)
            return 0;
        var magnitude = Math.Abs(value);
        var digits = Decade(magnitude) - place + 1;
        if (digits >= 1)
            return Significant(value, Math.Min(digits, 17));
        return magnitude < PowerOfTen(place) / 2 ? 0 : Math.CopySign(PowerOfTen(place), value);
    }

    /// <summary><c>low + level · step</c>, in decimal where both are decimals of up to 15 digits, so that 0.1 · 3 is 0.3.</summary>
    public static double Stepped(double low, double step, int level)
    {
        const double mostDecimal = 1e28;
        return Math.Abs(low) + step * level < mostDecimal && (double)(decimal)low == low && (double)(decimal)step == step
            ? (double)((decimal)low + (decimal)step * level)
            : low + step * level;
    }

    private static double PowerOfTen(int exponent) => PowersOfTen[exponent - LeastDecade];
}
