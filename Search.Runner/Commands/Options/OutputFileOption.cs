using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>-o</c>: the file that a verb writes.</summary>
internal static class OutputFileOption
{
    private const string StandardOutput = "-";

    /// <summary>A file or standard output: see <see cref="Write(string?, string, string, Output)"/>.</summary>
    public static Option<string?> Create() => new("--output", "-o")
    {
        Description = "The file that is written; one that is there is replaced once the new one is whole. `-`, or no -o where standard output is no terminal: to standard output.",
        HelpName = "FILE",
    };

    /// <summary>Writes a text to a file, whole or not at all, and says so; or to standard output.</summary>
    /// <param name="place">The file; "-" for standard output, null for that too where it is no terminal.</param>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is, for people.</param>
    /// <param name="output">Where it goes, or what was written is told.</param>
    public static void Write(string? place, string text, string what, Output output)
    {
        if (place is null && output.IsOutTerminal)
            throw new CommandFailedException($"The {what} is for a file: name one with -o FILE, or `-o -` to have it here.");
        if (place is null or StandardOutput)
        {
            output.Data.Write(text);
            return;
        }
        WriteFile(place, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        });
        output.Out.WriteLine($"wrote the {what} to {SafeText.Line(place)}");
    }

    /// <summary>Writes a file whole or not at all; what is no file of a disk, such as <c>/dev/null</c>, is written to.</summary>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static void WriteFile(string place, Action<Stream> write)
    {
        try
        {
            var path = Path.GetFullPath(place);
            if (Directory.Exists(path))
                throw new IOException("it is a folder.");
            if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
                throw new IOException($"there is no folder {SafeText.Line(folder)}.");
            if (!OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path))
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }
            using var temporary = new TemporaryFile(path);
            write(temporary.Stream);
            temporary.MoveTo(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailedException($"The file {SafeText.Line(place)} cannot be written: {SafeText.Line(exception.Message)}");
        }
    }
}
