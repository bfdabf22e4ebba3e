using System.IO.Compression;

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

    /// <summary>The bytes as they were.</summary>
    public Stream Unpack() => new GZipStream(new MemoryStream(Packed), CompressionMode.Decompress);
}
