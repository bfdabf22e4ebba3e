using System.Globalization;

namespace HyperSearch.Training;

/// <summary>What the texts of a table mean.</summary>
internal static class CsvText
{
    private const int MostShown = 200;

    public static string Short(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}…";

    public static bool TryNumber(ReadOnlySpan<char> text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    public static bool TryNumber(ReadOnlySpan<byte> text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    /// <summary>By value if all are numbers, else by spelling.</summary>
    public static IEnumerable<string> Ordered(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return all.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? all.OrderBy(text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(text => text, StringComparer.Ordinal)
            : all.Order(StringComparer.Ordinal);
    }

    public static string List(IEnumerable<string> names) => Short(string.Join(", ", names.Select(name => $"\"{name}\"")));
}
