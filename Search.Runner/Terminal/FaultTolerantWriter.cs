namespace HyperSearch.Runner;

/// <summary>Writes until it cannot, and from then on does nothing, so that a search outlives its terminal. Safe for use by several threads.</summary>
internal sealed class FaultTolerantWriter(TextWriter inner) : DelegatingWriter(inner)
{
    private readonly Lock _lock = new();

    /// <summary>Why it stopped writing; null while it writes.</summary>
    public IOException? Failure { get; private set; }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            if (Failure is not null)
                return;
            try
            {
                Inner.Write(buffer);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Failure = exception as IOException ?? new(exception.Message, exception);
            }
        }
    }
}
