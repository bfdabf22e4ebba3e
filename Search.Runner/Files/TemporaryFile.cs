using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>A file that is written beside its place and moved there when it is whole. Others can tell whether its process lives.</summary>
/// <remarks>The file is held open until it is disposed: who can open it alone knows that nobody writes it any more.</remarks>
internal sealed partial class TemporaryFile : IDisposable
{
    /// <summary>Of a database that lies beside such a file, and goes with it.</summary>
    public const string DatabaseExtension = ".db";

    private const string Extension = ".hypersearch-tmp";

    private readonly FileStream _stream;

    /// <param name="place">The file that it becomes.</param>
    public TemporaryFile(string place)
    {
        Path = $"{place}.{Guid.NewGuid():N}{Extension}";
        // Under Windows, what may be deleted may be moved while it is open.
        _stream = new(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
    }

    public string Path { get; }

    public Stream Stream => _stream;

    /// <summary>Whether a file's name is one that this class gives.</summary>
    public static bool Is(string path) => Name().IsMatch(path);

    /// <summary>Removes what killed processes have left in a folder.</summary>
    /// <remarks>What cannot be removed stays: it harms nothing.</remarks>
    public static void RemoveLeftovers(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension).Where(Is).ToList())
            {
                if (IsLeft(file))
                    Remove(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Puts what was written into its place, on the disk.</summary>
    public void MoveTo(string place)
    {
        _stream.Flush(flushToDisk: true);
        File.Move(Path, place, overwrite: true);
    }

    /// <summary>Removes it, unless it was moved.</summary>
    public void Dispose()
    {
        Remove(Path);
        _stream.Dispose();
    }

    private static bool IsLeft(string file)
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
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(file + DatabaseExtension + ending);
        File.Delete(file);
    }

    [GeneratedRegex(@"\.[0-9a-f]{32}\.hypersearch-tmp\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
