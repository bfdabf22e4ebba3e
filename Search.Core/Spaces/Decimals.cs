using System.Globalization;

namespace Search.Core;

/// <summary>Doubles rounded to a decimal place: the double nearest to the decimal, found by way of its digits.</summary>
internal static class Decimals
{
    /// <summary>Rounded to <paramref name="digits"/> significant decimal digits.</summary>
    public static double Significant(double value, int digits)
    {
        Span<byte> text = stackalloc byte[40];
        Span<char> format = ['E', (char)('0' + (digits - 1) / 10), (char)('0' + (digits - 1) % 10)];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        return double.Parse(text[..length], CultureInfo.InvariantCulture);
    }

    /// <summary>Rounded to a multiple of 10^<paramref name="place"/>.</summary>
    public static double Absolute(double value, int place)
    {
        if (value == 0)
            return 0;
        var digits = (int)Math.Floor(Math.Log10(Math.Abs(value))) - place + 1;
        return digits < 1 ? 0 : Significant(value, Math.Min(digits, 17));
    }

    /// <summary><c>low + level · step</c>, computed in decimal where it fits, so that 0.1 · 3 is 0.3.</summary>
    public static double Stepped(double low, double step, int level)
    {
        const double tooLarge = 1e14, tooSmall = 1e-12;
        return Math.Abs(low) + step * level < tooLarge && step > tooSmall
            ? (double)((decimal)low + (decimal)step * level)
            : low + step * level;
    }
}
