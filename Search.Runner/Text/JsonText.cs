using System.Text;
using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>JSON as a text.</summary>
internal static class JsonText
{
    /// <summary>What is written.</summary>
    public static string Of(Action<Utf8JsonWriter> write, JsonWriterOptions options = default)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, options))
            write(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>An object with what is written in it.</summary>
    public static string Object(Action<Utf8JsonWriter> content, JsonWriterOptions options = default) => Of(json =>
    {
        json.WriteStartObject();
        content(json);
        json.WriteEndObject();
    }, options);
}
