using System.Globalization;
using System.Text;

namespace HyperSearch.Training;

/// <summary>Reads a column to split by: numbers and times (as seconds) as they are, other texts as a number that stands for them.</summary>
internal sealed class CsvKey(string name, int place, CsvKeyKind kind)
{
    public int Place => place;

    public CsvKeyKind Kind => kind;

    public KeyColumn Column => new(name, kind != CsvKeyKind.Text);

    public static bool TryTime(string text, out double seconds)
    {
        // Only dates that begin with the year can be read in one way.
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && text.Length >= 7 && text[..4].All(char.IsAsciiDigit) && text[4] is '-' or '/';
        seconds = isTime ? time.UtcTicks / (double)TimeSpan.TicksPerSecond : double.NaN;
        return isTime;
    }

    /// <exception cref="InvalidDataException">It is missing, or of another kind; the message says where.</exception>
    public double Read(CsvSource source, CsvMissing missing)
    {
        var field = source.Field(place);
        if (missing.Is(field))
            throw source.Error(place, "the value is missing: a row cannot be split by it.");
        switch (kind)
        {
            case CsvKeyKind.Number:
                return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? number
                    : throw source.Error(place, $"\"{CsvText.Short(source.Text(place))}\" is no finite number, as in the first rows.");
            case CsvKeyKind.Time:
                return TryTime(Encoding.UTF8.GetString(field), out var seconds)
                    ? seconds
                    : throw source.Error(place, $"\"{CsvText.Short(source.Text(place))}\" is no date that begins with the year, as in the first rows.");
            default:
                return NumberOf(field);
        }
    }

    /// <summary>53 bits of the text's FNV-1a hash. Two texts that get the same number are one group, which does no harm to a split.</summary>
    private static double NumberOf(ReadOnlySpan<byte> text)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL;
        foreach (var letter in text)
            hash = (hash ^ letter) * 0x0000_0100_0000_01B3UL;
        return hash >> 11;
    }
}
