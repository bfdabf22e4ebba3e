using System.Text;

namespace HyperSearch.Tool;

/// <summary>The end of a text file.</summary>
internal static class FileEnd
{
    private const int MostBytes = 16 << 10, MostLines = 5;

    /// <summary>Its last lines that are not empty; none where it cannot be read, as on a host without it.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            file.Seek(-Math.Min(MostBytes, file.Length), SeekOrigin.End);
            var bytes = new byte[MostBytes];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Last(Encoding.UTF8.GetString(bytes, 0, read));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return [];
        }
    }

    /// <summary>The last lines of a text that are not empty.</summary>
    public static IReadOnlyList<string> Last(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(MostLines)];
}
