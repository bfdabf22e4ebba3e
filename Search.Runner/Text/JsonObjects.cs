using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Arrays of objects in JSON.</summary>
internal static class JsonObjects
{
    /// <summary>An array with an object for each item.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> content)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            content(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
