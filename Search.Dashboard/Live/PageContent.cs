using System.IO.Compression;
using System.Text.Json;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>What is sent to many alike: packed once.</summary>
/// <param name="Packed">The bytes under gzip, which every browser takes.</param>
/// <param name="Tag">Is another where the content is another.</param>
internal sealed record PageContent(byte[] Packed, string Tag)
{
    /// <summary>Packs what is written.</summary>
    public static PageContent Of(string tag, Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var buffered = new BufferedStream(zip, 64 * 1024))
            write(buffered);
        return new(packed.ToArray(), tag);
    }

    /// <summary>Packs JSON.</summary>
    public static PageContent OfJson(string tag, Action<Utf8JsonWriter> write) => Of(tag, stream => WriteJson(stream, write));

    /// <summary>Writes JSON as it is packed.</summary>
    public static void WriteJson(Stream stream, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(stream, PageJson.Options);
        write(json);
    }

    /// <summary>The bytes as they were.</summary>
    public Stream Unpack() => new GZipStream(new MemoryStream(Packed), CompressionMode.Decompress);
}
