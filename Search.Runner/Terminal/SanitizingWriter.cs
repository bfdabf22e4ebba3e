namespace HyperSearch.Runner;

/// <summary>Passes text on as <see cref="SafeText.Lines"/> shows it.</summary>
internal sealed class SanitizingWriter(TextWriter inner) : DelegatingWriter(inner)
{
    private readonly Lock _lock = new();
    private string _held = "";

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            // What the first half of a pair is, the next call tells.
            var text = _held + buffer.ToString();
            var end = text is [.., var last] && (last == '\r' || char.IsHighSurrogate(last)) ? text.Length - 1 : text.Length;
            _held = text[end..];
            if (end > 0)
                Inner.Write(SafeText.Lines(text.AsSpan(0, end)));
        }
    }
}
