namespace HyperSearch.Tool;

/// <summary>A study file does not say what it should, on a line.</summary>
internal sealed class FileFormatException(int line, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Line { get; } = line;
}
