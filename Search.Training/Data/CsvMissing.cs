using System.Text;

namespace HyperSearch.Training;

/// <summary>Which fields stand for a missing value: empty ones, and certain texts in small or capital letters.</summary>
internal sealed class CsvMissing(IReadOnlyList<string> texts)
{
    private readonly byte[][] _texts = [.. texts.Select(Encoding.UTF8.GetBytes)];

    public bool Is(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return true;
        foreach (var text in _texts)
        {
            if (field.Length == text.Length && Ascii.EqualsIgnoreCase(field, text) || field.SequenceEqual(text))
                return true;
        }
        return false;
    }
}
