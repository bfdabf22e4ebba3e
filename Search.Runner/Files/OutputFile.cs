namespace HyperSearch.Runner;

/// <summary>A file that a person has named for what a verb writes.</summary>
internal static class OutputFile
{
    /// <summary>Why a file cannot be written, as far as can be told before; null where it can.</summary>
    /// <param name="file">The file.</param>
    /// <param name="beginning">How files of its kind begin, in lower case: another file of this name is not replaced. Empty for any kind but a database.</param>
    public static string? ObjectionTo(string file, ReadOnlySpan<byte> beginning = default)
    {
        var shown = SafeText.Line(file);
        try
        {
            var path = Path.GetFullPath(file);
            if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
                return $"{shown} is a folder: name a file in it.";
            if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
                return $"The folder of {shown} does not exist: make it, or name another file.";
            if (!File.Exists(path))
                return null;
            var found = Beginning(path);
            var isOther = beginning.IsEmpty ? found.AsSpan().StartsWith("SQLite format 3\0"u8) : found.Length > 0 && !StartsWith(found, beginning);
            return isOther ? $"{shown} is there and is of another kind: remove it, or name another file." : null;
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            return $"The file {shown} cannot be written: {exception.Message}";
        }
    }

    /// <summary>Writes a file whole or not at all. One that is there is replaced.</summary>
    /// <param name="file">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static long Write(string file, Action<Stream> write)
    {
        try
        {
            using var temporary = new TemporaryFile(Path.GetFullPath(file));
            write(temporary.Stream);
            var length = temporary.Stream.Length;
            temporary.MoveTo(Path.GetFullPath(file));
            return length;
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw new IOException($"The file {SafeText.Line(file)} cannot be written: {exception.Message}", exception);
        }
    }

    private static byte[] Beginning(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[64];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static bool StartsWith(ReadOnlySpan<byte> found, ReadOnlySpan<byte> beginning) =>
        found.Length >= beginning.Length && System.Text.Ascii.EqualsIgnoreCase(found[..beginning.Length], beginning);

    private static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
