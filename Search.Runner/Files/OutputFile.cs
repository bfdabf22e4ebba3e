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
            if (!File.Exists(path) || IsDevice(path))
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

    /// <summary>Writes a file whole or not at all. One that is there is replaced; a device such as <c>/dev/null</c> is written to.</summary>
    /// <param name="file">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static long Write(string file, Action<Stream> write)
    {
        try
        {
            if (IsDevice(Path.GetFullPath(file)))
                return WriteThrough(file, write);
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

    // It would be gone if a file took its place, and reading from it may wait for ever.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);

    private static long WriteThrough(string device, Action<Stream> write)
    {
        using var whole = new MemoryStream();
        write(whole);
        using var stream = new FileStream(device, FileMode.Open, FileAccess.Write);
        whole.WriteTo(stream);
        return whole.Length;
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
