namespace HyperSearch.Runner;

/// <summary>Reads lines until it cannot, as from a terminal that is gone: that is the end of them.</summary>
/// <param name="open">Opens what is read; called when the first line is asked for.</param>
internal sealed class FaultTolerantReader(Func<TextReader> open) : TextReader
{
    private TextReader? _lines;

    public override string? ReadLine()
    {
        try
        {
            return (_lines ??= open()).ReadLine();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
