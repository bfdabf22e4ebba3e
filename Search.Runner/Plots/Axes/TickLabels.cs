using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Numbers as they stand along an axis.</summary>
internal static class TickLabels
{
    // Others are written with their power of ten.
    private const double LeastPlain = 1e-3, MostPlain = 1e6;

    /// <summary>The labels of numbers that are compared with each other: all with as many decimals, or all with powers of ten.</summary>
    public static IReadOnlyList<string> Alike(IReadOnlyList<double> values)
    {
        if (values.Any(value => value != 0 && (Math.Abs(value) < LeastPlain || Math.Abs(value) >= MostPlain)))
            return [.. values.Select(Scientific)];
        var decimals = values.Max(Decimals);
        return [.. values.Select(value => (value + 0.0).ToString($"N{decimals}", CultureInfo.InvariantCulture))];
    }

    /// <summary>The label of a number on a scale of ratios.</summary>
    public static string Alone(double value) =>
        value is >= LeastPlain and < MostPlain ? value.ToString($"N{Decimals(value)}", CultureInfo.InvariantCulture) : Scientific(value);

    /// <summary>A score beside a picture, in five digits.</summary>
    public static string Short(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A share, in percent.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Scientific(double value) => value == 0 ? "0" : value.ToString("0.############e0", CultureInfo.InvariantCulture);

    private static int Decimals(double value)
    {
        var digits = value.ToString("0.################", CultureInfo.InvariantCulture);
        return digits.Contains('.', StringComparison.Ordinal) ? digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
    }
}
