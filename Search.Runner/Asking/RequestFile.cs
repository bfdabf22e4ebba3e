namespace HyperSearch.Runner;

/// <summary>Files that a request names, which are those of the program that sends it.</summary>
internal static class RequestFile
{
    /// <exception cref="RequestException">It cannot be read.</exception>
    public static void Read(string file, Action<Stream> read)
    {
        Stream content;
        try
        {
            content = InputFile.Open(file);
        }
        catch (IOException exception)
        {
            throw new RequestException(exception.Message);
        }
        using (content)
            read(content);
    }

    /// <exception cref="RequestException">It cannot be written.</exception>
    public static void Write(string file, Action<Stream> write)
    {
        if (OutputFile.ObjectionTo(file) is { } objection)
            throw new RequestException(objection);
        try
        {
            OutputFile.Write(file, write);
        }
        catch (IOException exception)
        {
            throw new RequestException(exception.Message);
        }
    }
}
