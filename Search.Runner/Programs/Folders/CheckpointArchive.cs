using System.Formats.Tar;

namespace HyperSearch.Runner;

/// <summary>The files of a folder as one content, and back. It is a tar archive of files and nothing else.</summary>
internal static class CheckpointArchive
{
    /// <summary>So many files at most.</summary>
    public const int MostFiles = 10_000;

    /// <summary>Writes the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="target">Where to.</param>
    /// <param name="mostBytes">So many bytes of content at most.</param>
    /// <exception cref="IOException">There are more files or more bytes, or one cannot be read.</exception>
    public static void Write(string folder, Stream target, long mostBytes)
    {
        using var archive = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (name, file) in RegularFile.In(folder, MostFiles))
        {
            using var content = RegularFile.TryOpen(file.FullName);
            if (content is null)
                continue;
            mostBytes -= content.Length;
            if (mostBytes < 0)
                throw new IOException("Its files are larger than what is kept.");
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = new(file.LastWriteTimeUtc) });
        }
    }

    /// <summary>Writes an archive's files into a folder.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="folder">A folder that is empty.</param>
    /// <param name="mostBytes">So many bytes of content at most.</param>
    /// <exception cref="InvalidDataException">It is none that <see cref="Write"/> has written.</exception>
    public static void Extract(Stream source, string folder, long mostBytes)
    {
        try
        {
            using var archive = new TarReader(source, leaveOpen: true);
            for (var files = 0; archive.GetNextEntry() is { } entry; files++)
            {
                mostBytes -= entry.Length;
                if (files >= MostFiles || mostBytes < 0)
                    throw new InvalidDataException("It has more files, or larger ones, than a checkpoint may have.");
                Extract(entry, folder);
            }
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"It is no archive of files: {exception.Message}", exception);
        }
    }

    private static void Extract(TarEntry entry, string folder)
    {
        if (entry.EntryType != TarEntryType.RegularFile || entry.Name.Split('/').Any(part => part is "" or "." or "..") || Path.IsPathRooted(entry.Name)
            || (OperatingSystem.IsWindows() && entry.Name.AsSpan().ContainsAny("\\:")))
        {
            throw new InvalidDataException($"'{SafeText.Line(entry.Name)}' is no file within a folder.");
        }

        var path = Path.Combine(folder, entry.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            entry.DataStream?.CopyTo(file);
        // Programs look for the newest.
        File.SetLastWriteTimeUtc(path, entry.ModificationTime.UtcDateTime);
    }
}
