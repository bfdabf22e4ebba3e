namespace HyperSearch.Runner;

/// <summary>A file that a person or a program has named for its content to be kept.</summary>
internal static class InputFile
{
    /// <summary>Opens it. A pipe or a device, which may never end or never begin, counts as empty, as the system has it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream Open(string file)
    {
        try
        {
            return new FileInfo(file).Length == 0 ? Stream.Null : File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"The file {SafeText.Line(file)} cannot be read: {exception.Message}", exception);
        }
    }
}
