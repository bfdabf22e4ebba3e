using System.Runtime.InteropServices;

namespace Search.Tests;

/// <summary>Floats that end exactly where memory ends: reading or writing one past the last kills the process.
/// They begin at a cache line whenever their number is a multiple of 16.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Page = 64 * 1024; // a multiple of every system's page
    private readonly nint _start;
    private readonly nuint _bytes;

    public GuardedMemory(int count)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded memory is written for Linux.");
        Count = count;
        var used = ((nuint)count * sizeof(float) + Page - 1) / Page * Page;
        _bytes = used + Page;
        _start = Map(0, _bytes, protection: 3, flags: 0x22, file: -1, offset: 0);
        Assert.NotEqual(-1, _start);
        Assert.Equal(0, Protect(_start + (nint)used, Page, protection: 0));
        Data = (float*)(_start + (nint)used) - count;
    }

    public GuardedMemory(float[] values)
        : this(values.Length) => values.CopyTo(Span);

    public float* Data { get; }

    public int Count { get; }

    public Span<float> Span => new(Data, Count);

    public void Dispose() => _ = Unmap(_start, _bytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
