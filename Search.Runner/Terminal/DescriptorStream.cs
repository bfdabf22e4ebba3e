using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HyperSearch.Runner;

/// <summary>Writes to a file descriptor of this process, and says what went wrong, a broken pipe included, which the console's own stream keeps to itself.</summary>
/// <param name="number">The descriptor; −1 for one that is closed. It is not closed here.</param>
internal sealed partial class DescriptorStream(int number) : Stream
{
    private const int Interrupted = 4, TryAgain = 11, TryAgainElsewhere = 35;
    private const short Writable = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    /// <exception cref="BrokenPipeException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = (int)Write(number, in buffer[0], buffer.Length);
            if (written >= 0)
                buffer = buffer[written..];
            else
                Recover(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Recover(int error)
    {
        switch (error)
        {
            case Interrupted:
                break;
            case TryAgain or TryAgainElsewhere:
                var wait = new Poll { Descriptor = number, Events = Writable };
                _ = WaitFor(ref wait, 1, -1);
                break;
            case 32:
                throw new BrokenPipeException();
            case 9:
                throw new IOException("The stream is closed.");
            default:
                throw new IOException($"{new Win32Exception(error).Message}.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, in byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int WaitFor(ref Poll descriptors, nuint count, int milliseconds);
}
