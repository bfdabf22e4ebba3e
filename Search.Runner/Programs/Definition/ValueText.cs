using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Numbers as they stand in a command line or a configuration file.</summary>
internal static class ValueText
{
    /// <summary>
    /// A real number that every language reads as one: always with a decimal point, since YAML 1.1 takes 1e-05 for a text and 1 for a whole
    /// number. Its digits are the shortest that read back as the same number.
    /// </summary>
    public static string OfReal(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var number = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0] : parts[0] + ".0";
        return parts.Length == 1 ? number : $"{number}e{parts[1]}";
    }

    public static string OfWhole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
