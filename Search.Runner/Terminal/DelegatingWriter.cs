using System.Globalization;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>A writer that passes text on to another one in its own way.</summary>
internal abstract class DelegatingWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    protected TextWriter Inner => inner;

    public sealed override Encoding Encoding => inner.Encoding;

    [System.Diagnostics.CodeAnalysis.AllowNull]
    public sealed override string NewLine { get => inner.NewLine; set => inner.NewLine = value; }

    public abstract override void Write(ReadOnlySpan<char> buffer);

    public sealed override void Write(char value) => Write([value]);

    public sealed override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public sealed override void Write(string? value) => Write(value.AsSpan());

    public sealed override void WriteLine() => Write(NewLine.AsSpan());

    // In one piece, so that two processes on one terminal write between each other's lines.
    public sealed override void WriteLine(string? value) => Write((value + NewLine).AsSpan());
}
