using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HyperSearch.Runner;

/// <summary>Standard input, output and error of this process, also where it was started with some of them closed.</summary>
/// <remarks>
/// The number of a stream that is closed goes to the next file that is opened: a pipe of the runtime's, or a database. What is
/// inherited cannot be marked to be closed when another program takes the process over; whatever the runtime opens is. So a
/// number with that mark is no standard stream, and one that is free is given to the null device before anything else takes it.
/// </remarks>
internal static partial class StandardStreams
{
    private const int GetFlags = 1, CloseOnExecute = 1, ReadAndWrite = 2;
    private const nuint WindowSize = 0x5413;
    private static readonly bool[] OpenAtStart = [.. Enumerable.Range(0, 3).Select(IsOpen)];

    /// <summary>Lines of standard input; none where it is closed or cannot be read.</summary>
    public static TextReader Input() => !OpenAtStart[0] ? TextReader.Null : new FaultTolerantReader(() => OperatingSystem.IsWindows()
        ? new StreamReader(Console.OpenStandardInput(), Console.InputEncoding)
        // Not the console's, which would change the mode of the terminal's keys.
        : new StreamReader(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0)));

    /// <summary>Standard output (1) or error (2), written through at once.</summary>
    public static TextWriter Writer(int stream)
    {
        var target = !OperatingSystem.IsWindows() ? new DescriptorStream(OpenAtStart[stream] ? stream : -1)
            : stream == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        return new StreamWriter(target, Console.OutputEncoding) { AutoFlush = true };
    }

    /// <summary>Whether a stream is a terminal.</summary>
    public static bool IsTerminal(int stream) => OpenAtStart[stream] && !(stream == 1 ? Console.IsOutputRedirected : Console.IsErrorRedirected);

    /// <summary>How many characters a line of a terminal has; 80 where that cannot be found out.</summary>
    public static int Width(int stream)
    {
        // The console knows the width of standard output alone.
        var width = OperatingSystem.IsLinux()
            ? Ask(stream, WindowSize, out var size) == 0 ? size.Columns : 0
            : ConsoleWidth();
        return width > 0 ? width : 80;
    }

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }

    private static bool IsOpen(int stream)
    {
        if (OperatingSystem.IsWindows())
            return true;
        var flags = Control(stream, GetFlags);
        if (flags >= 0)
            return (flags & CloseOnExecute) == 0;
        var taken = Open("/dev/null", ReadAndWrite);
        if (taken >= 0 && taken != stream)
            _ = Close(taken);
        return false;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Size
    {
        public ushort Rows, Columns, Width, Height;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint request, out Size size);
}
