using System.Text;

namespace HyperSearch.Runner;

/// <summary>Templates of configuration files, of which one is written for each trial.</summary>
internal static class TemplateFile
{
    /// <summary>Reads one, and has the words of a command that name it name the written file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="command">The words of the command; those that are the path, or end with = and it, become its placeholder.</param>
    /// <exception cref="StudyException">It cannot be read, is too large, or no text.</exception>
    public static ProgramFile Read(string path, IList<string> command)
    {
        string name, text;
        try
        {
            name = RequireName(Path.GetFileName(path));
            using var stream = File.OpenRead(path);
            if (stream.CanSeek && stream.Length > ProgramDefinition.MostCharacters)
                throw new StudyException($"The template {SafeText.Line(path)} has {stream.Length} bytes, where {ProgramDefinition.MostCharacters} are the most. Leave out of it what is the same in each trial.");
            text = Text(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new StudyException($"The template {SafeText.Line(path)} cannot be read: {SafeText.Line(exception.Message)}", exception);
        }
        for (var i = 0; i < command.Count; i++)
        {
            if (command[i] == path || command[i].EndsWith("=" + path, StringComparison.Ordinal))
                command[i] = $"{command[i][..^path.Length]}{{@{name}}}";
        }
        return new(name, text);
    }

    /// <summary>A name as a file can have it everywhere, and as a placeholder can.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string RequireName(string name) => name.Length is > 0 and <= 200 && name is not "." and not ".." && !name.Any(unit => char.IsControl(unit) || unit is '/' or '\\' or ':' or '{' or '}')
        ? name
        : throw new FormatException($"The name of a template has up to 200 characters, none of them a slash, a colon, a brace or a control character, but it is '{name}'.");

    // A pipe has no length, and a byte that is no UTF-8 would be another on record.
    private static string Text(Stream stream)
    {
        var bytes = new byte[ProgramDefinition.MostCharacters];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count == bytes.Length)
            throw new FormatException($"It has {count} bytes or more, where less are the most.");
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("It is no text in UTF-8.", exception);
        }
    }
}
