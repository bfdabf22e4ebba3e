namespace HyperSearch.Runner;

/// <summary>A writer that also shows what it passes on to somebody else.</summary>
internal sealed class CopyingWriter(TextWriter inner, TextReceiver copy) : DelegatingWriter(inner)
{
    public override void Write(ReadOnlySpan<char> buffer)
    {
        Inner.Write(buffer);
        copy(buffer);
    }

    public override void Flush() => Inner.Flush();
}

/// <summary>Takes text.</summary>
internal delegate void TextReceiver(ReadOnlySpan<char> text);
