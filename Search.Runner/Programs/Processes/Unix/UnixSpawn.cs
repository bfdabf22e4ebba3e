using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HyperSearch.Runner;

/// <summary>Starts a process that leads a session of its own, with no signal ignored or blocked, and with no descriptor but those it is given.</summary>
/// <remarks>
/// .NET's own <c>Process</c> leaves a child in the group of its parent, where it gets the Ctrl-C of the terminal, and where it cannot
/// be ended together with what it has started.
/// </remarks>
internal static unsafe class UnixSpawn
{
    // More than what any C library takes for one of its own structures here.
    private const int Room = 1024;

    private static short Flags
    {
        get
        {
            const short defaultSignals = 0x04, blockedSignals = 0x08, ownSession = 0x80, ownSessionOfMac = 0x400, closeOthersOfMac = 0x4000;
            return (short)(defaultSignals | blockedSignals | (OperatingSystem.IsMacOS() ? ownSessionOfMac | closeOthersOfMac : ownSession));
        }
    }

    /// <param name="path">The program.</param>
    /// <param name="words">Its arguments, the first of which is its own name.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="descriptors">What are its descriptors 0, 1, 2 and so on; null for the device that is empty.</param>
    /// <returns>The number of the process, which must be waited for.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static int Start(string path, IEnumerable<string> words, IEnumerable<KeyValuePair<string, string>> environment, params ReadOnlySpan<SafeHandle?> descriptors)
    {
        const int readAndWrite = 2;
        var actions = stackalloc byte[Room];
        var attributes = stackalloc byte[Room];
        var signals = stackalloc byte[Room];
        using var argv = new NativeTexts(words);
        using var envp = new NativeTexts(environment.Select(pair => $"{pair.Key}={pair.Value}"));
        Check(UnixCalls.BeginActions(actions));
        Check(UnixCalls.BeginAttributes(attributes));
        try
        {
            Check(UnixCalls.SetFlags(attributes, Flags));
            _ = UnixCalls.AllSignals(signals);
            Check(UnixCalls.SetDefaultSignals(attributes, signals));
            _ = UnixCalls.NoSignals(signals);
            Check(UnixCalls.SetBlockedSignals(attributes, signals));
            for (var i = 0; i < descriptors.Length; i++)
            {
                Check(descriptors[i] is { } handle
                    ? UnixCalls.AddCopy(actions, (int)handle.DangerousGetHandle(), i)
                    : UnixCalls.AddOpen(actions, i, "/dev/null", readAndWrite, 0));
            }
            Check(UnixCalls.Spawn(out var process, path, actions, attributes, argv.Pointer, envp.Pointer));
            return process;
        }
        finally
        {
            _ = UnixCalls.EndActions(actions);
            _ = UnixCalls.EndAttributes(attributes);
        }
    }

    // These calls return their error.
    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }

    /// <summary>Texts as C has them: an array of pointers that ends with none.</summary>
    private sealed class NativeTexts : IDisposable
    {
        private readonly nint[] _texts;

        public NativeTexts(IEnumerable<string> texts)
        {
            _texts = [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];
            Pointer = (nint*)NativeMemory.Alloc((nuint)_texts.Length, (nuint)sizeof(nint));
            _texts.CopyTo(new Span<nint>(Pointer, _texts.Length));
        }

        public nint* Pointer { get; }

        public void Dispose()
        {
            NativeMemory.Free(Pointer);
            foreach (var text in _texts)
                Marshal.FreeCoTaskMem(text);
        }
    }
}
