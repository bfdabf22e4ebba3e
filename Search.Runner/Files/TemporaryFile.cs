using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>A file that is written beside its place and moved there when it is whole. Others can tell whether its process lives.</summary>
/// <remarks>The file is held open until it is disposed: who can open it alone knows that nobody writes it any more.</remarks>
internal sealed partial class TemporaryFile : IDisposable
{
    private const string Extension = ".hypersearch-tmp", DatabaseExtension = ".db";

    private readonly FileStream _stream;

    /// <param name="target">The file that it becomes.</param>
    public TemporaryFile(string target)
    {
        Path = $"{target}.{Guid.NewGuid():N}{Extension}";
        // Under Windows, what may be deleted may be moved while it is open.
        _stream = new(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
    }

    public string Path { get; }

    public Stream Stream => _stream;

    /// <summary>Where a database may lie that another library writes: beside this file, and removed with it.</summary>
    public string DatabasePath => Path + DatabaseExtension;

    /// <summary>Whether a file's name is one that this class gives.</summary>
    public static bool HasTemporaryName(string path) => Name().IsMatch(path);

    /// <summary>Removes what killed processes have left in a folder.</summary>
    /// <remarks>What cannot be removed stays: it harms nothing.</remarks>
    public static void RemoveLeftovers(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension).Where(HasTemporaryName).ToList())
            {
                if (IsAbandoned(file))
                    Remove(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Puts what was written into its place, on the disk.</summary>
    public void MoveTo(string target)
    {
        _stream.Flush(flushToDisk: true);
        File.Move(Path, target, overwrite: true);
    }

    /// <summary>Puts the database, which the library that wrote it has forced to the disk, into its place.</summary>
    /// <exception cref="IOException">The place is taken.</exception>
    public void MoveDatabaseTo(string target) => File.Move(DatabasePath, target);

    /// <summary>Removes what was not moved.</summary>
    public void Dispose()
    {
        Remove(Path);
        _stream.Dispose();
    }

    private static bool IsAbandoned(string file)
    {
        try
        {
            if (new FileInfo(file).LinkTarget is not null)
                return false;
            using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string file)
    {
        // It goes with its folder.
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(file)))
            return;
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(file + DatabaseExtension + ending);
        File.Delete(file);
    }

    [GeneratedRegex(@"\.[0-9a-f]{32}\.hypersearch-tmp\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
