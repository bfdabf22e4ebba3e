using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HyperSearch.Runner;

/// <summary>
/// A terminal that a program prints to. Most programs send their lines at once to a terminal, and to a pipe only by the thousand,
/// which would be too late to stop a trial by them.
/// </summary>
internal static unsafe class PrintingTerminal
{
    private const int Room = 1024, SetCloseOnExecute = 2, CloseOnExecute = 1;

    /// <summary>Opens one that changes nothing of what it is sent.</summary>
    /// <returns>The end that is read, and the end for the program; null where the system has none to give.</returns>
    public static (SafeFileHandle Reader, SafeFileHandle Writer)? TryOpen()
    {
        const int readAndWrite = 2;
        var noControl = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;
        var name = stackalloc byte[Room];
        if (TryClosing(UnixCalls.OpenTerminal(readAndWrite | noControl)) is not { } reader)
            return null;
        var descriptor = (int)reader.DangerousGetHandle();
        if (UnixCalls.GrantTerminal(descriptor) != 0 || UnixCalls.UnlockTerminal(descriptor) != 0 || UnixCalls.NameOfTerminal(descriptor, name, Room) != 0
            || TryClosing(UnixCalls.Open(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)), readAndWrite | noControl)) is not { } writer)
        {
            reader.Dispose();
            return null;
        }
        Prepare((int)writer.DangerousGetHandle());
        return (reader, writer);
    }

    private static SafeFileHandle? TryClosing(int descriptor)
    {
        if (descriptor < 0)
            return null;
        _ = UnixCalls.Control(descriptor, SetCloseOnExecute, CloseOnExecute);
        return new(descriptor, ownsHandle: true);
    }

    // As it is written, and so wide that nobody breaks a line.
    private static void Prepare(int descriptor)
    {
        const ushort rows = 50, columns = 500;
        var mode = stackalloc byte[Room];
        if (UnixCalls.GetTerminalMode(descriptor, mode) == 0)
        {
            UnixCalls.MakeRaw(mode);
            _ = UnixCalls.SetTerminalMode(descriptor, 0, mode);
        }
        var size = stackalloc ushort[4] { rows, columns, 0, 0 };
        _ = UnixCalls.SetWindow(descriptor, OperatingSystem.IsMacOS() ? 0x80087467u : 0x5414u, size);
    }
}
