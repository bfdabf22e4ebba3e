using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>An object of JSON on a line of its own, for another program. It has no character but those of ASCII.</summary>
internal static class JsonLine
{
    // Leaves quotation marks and the like as they are, which the default writes as numbers.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> content) => Ascii(JsonText.Object(content, Options));

    // Whatever is not of ASCII stands within a text.
    private static string Ascii(string json)
    {
        if (json.All(character => character < 127))
            return json;
        var ascii = new StringBuilder(json.Length + 100);
        foreach (var character in json)
        {
            if (character < 127)
                ascii.Append(character);
            else
                ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        return ascii.ToString();
    }
}
