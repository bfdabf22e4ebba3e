using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>The page as it was built, without data. A build where there was no Node.js has none.</summary>
internal static class PageTemplate
{
    private const string Resource = "page.html.br";

    private static readonly Lazy<(byte[] Before, byte[] After)?> Parts = new(Read);

    /// <summary>What to do where this build has no page; null where it has one.</summary>
    public static string? Objection => Parts.Value is not null ? null
        : "This build of HyperSearch has no page: it was made without Node.js, or npm's registry could not be reached. Install Node.js 20 or newer with npm (https://nodejs.org), and build again.";

    /// <summary>Writes the page with data inside, as UTF-8.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="data">Writes the data: see <see cref="PageJson"/>.</param>
    /// <exception cref="InvalidOperationException">There is no page: see <see cref="Objection"/>.</exception>
    public static void Write(Stream target, Action<Utf8JsonWriter> data)
    {
        var (before, after) = Parts.Value ?? throw new InvalidOperationException(Objection);
        target.Write(before);
        target.Write("""<script type="application/json" id="data">"""u8);
        using (var json = new Utf8JsonWriter(target, PageJson.Options))
            data(json);
        target.Write("</script>"u8);
        target.Write(after);
    }

    private static (byte[] Before, byte[] After)? Read()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource);
        if (resource is null)
            return null;
        using var unpacked = new BrotliStream(resource, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        var page = bytes.ToArray();
        var marker = "<!--data-->"u8;
        var place = page.AsSpan().IndexOf(marker);
        return place >= 0 && page.AsSpan(place + marker.Length).IndexOf(marker) < 0
            ? (page[..place], page[(place + marker.Length)..])
            : throw new InvalidOperationException($"The page must have one {Encoding.UTF8.GetString(marker)}.");
    }
}
