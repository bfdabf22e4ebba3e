using System.Text.Json;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The page's data as a browser would read them.</summary>
internal static class PageData
{
    /// <summary>A study as JSON.</summary>
    public static JsonElement Of(PageStudy study, PageLimits? limits = null) => Read(BytesOf(study, limits));

    /// <summary>The same as it is written.</summary>
    public static byte[] BytesOf(PageStudy study, PageLimits? limits = null) => Written(json => PageJson.WriteStudy(json, study, limits ?? PageLimits.File));

    /// <summary>What a part of the page's JSON is.</summary>
    public static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, PageJson.Options))
            write(json);
        return bytes.ToArray();
    }

    public static JsonElement Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>The elements of an array below a path.</summary>
    public static JsonElement[] Items(this JsonElement element, params string[] path) =>
        [.. path.Aggregate(element, (at, name) => at.GetProperty(name)).EnumerateArray()];

    public static int[] Ints(this JsonElement element, params string[] path) => [.. element.Items(path).Select(item => item.GetInt32())];

    public static double[] Doubles(this JsonElement element, params string[] path) => [.. element.Items(path).Select(item => item.GetDouble())];

    public static int?[] OptionalInts(this JsonElement element, params string[] path) =>
        [.. element.Items(path).Select(item => item.ValueKind == JsonValueKind.Null ? (int?)null : item.GetInt32())];

    public static double?[] OptionalDoubles(this JsonElement element, params string[] path) => [.. element.Items(path).Select(Optional)];

    public static string?[] Strings(this JsonElement element, params string[] path) => [.. element.Items(path).Select(item => item.GetString())];

    public static double? Optional(this JsonElement item) => item.ValueKind == JsonValueKind.Null ? null : item.GetDouble();
}
