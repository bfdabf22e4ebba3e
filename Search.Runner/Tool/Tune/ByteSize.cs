using System.Globalization;

namespace HyperSearch.Tool;

/// <summary>Sizes as people write them: 4G, 512M, 1.5GiB, or plain bytes. A K is 1,024.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    /// <summary>The bytes, at least 1; null where the text is none.</summary>
    public static long? ParseOrNull(string text)
    {
        var number = text.ToUpperInvariant();
        number = number.EndsWith("IB", StringComparison.Ordinal) ? number[..^2] : number.EndsWith('B') ? number[..^1] : number;
        var unit = number.Length > 0 ? Units.IndexOf(number[^1], StringComparison.Ordinal) + 1 : 0;
        if (unit > 0)
            number = number[..^1];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return null;
        var bytes = count * Math.Pow(1024, unit);
        return bytes is >= 1 and <= 1L << 60 ? (long)bytes : null;
    }
}
