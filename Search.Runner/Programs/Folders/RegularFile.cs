using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HyperSearch.Runner;

/// <summary>Files in a folder that a program may have filled with anything.</summary>
internal static class RegularFile
{
    /// <summary>The files in a folder and below it, at most so many, in the order of their names. Links are not followed and not in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="most">So many files at most.</param>
    /// <returns>Each with its path within the folder, the parts of which are divided by /.</returns>
    /// <exception cref="IOException">There are more, or it cannot be read.</exception>
    public static IReadOnlyList<(string Name, FileInfo File)> In(string folder, int most)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*", options).Take(most + 1)];
        return files.Length <= most
            ? [.. files.Select(file => (Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file)).OrderBy(file => file.Item1, StringComparer.Ordinal)]
            : throw new IOException($"There are more than {most} files in it.");
    }

    /// <summary>Opens a file to read; null where it is none with content, such as a pipe or a link, which might be waited for without end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileStream? TryOpen(string path)
    {
        if (OperatingSystem.IsWindows())
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (doNotWait, noLinks, closeOnExecute) = OperatingSystem.IsMacOS() ? (0x4, 0x100, 0x1000000) : (0x800, 0x20000, 0x80000);
        // On ARM, Linux has another number for the flag of links.
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm)
            noLinks = 0x8000;
        var descriptor = UnixCalls.Open(path, doNotWait | noLinks | closeOnExecute);
        if (descriptor < 0)
            throw new IOException($"{SafeText.Line(Path.GetFileName(path))}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        return null;
    }
}
