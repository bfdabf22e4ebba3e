namespace HyperSearch.Runner;

/// <summary>Reads lines until it cannot, as from a terminal that is gone: that is the end of them.</summary>
/// <param name="open">Opens what is read; called when the first line is asked for.</param>
internal sealed class FaultTolerantReader(Func<TextReader> open) : TextReader
{
    private TextReader? _lines;

    public override string? ReadLine() => Read(lines => lines.ReadLine());

    public override int Read(char[] buffer, int index, int count) => Read(lines => lines.Read(buffer, index, count));

    private T? Read<T>(Func<TextReader, T> read)
    {
        try
        {
            return read(_lines ??= open());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return default;
        }
    }
}
