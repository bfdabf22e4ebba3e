using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A stream that takes so many bytes and no more.</summary>
/// <param name="target">Where they go.</param>
/// <param name="most">How many.</param>
/// <param name="refusal">What to say of more.</param>
internal sealed class LimitedStream(Stream target, long most, string refusal) : Stream
{
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <exception cref="StoreException">There are more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _written += buffer.Length;
        if (_written > most)
            throw new StoreException(refusal);
        target.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
