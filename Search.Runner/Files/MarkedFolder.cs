namespace HyperSearch.Runner;

/// <summary>
/// A folder that HyperSearch made has its mark in it. One without it, or that is a link to elsewhere, is left alone; and of any
/// folder only what HyperSearch wrote there is removed.
/// </summary>
internal static class MarkedFolder
{
    private const string Mark = "made-by-hypersearch";

    /// <summary>Whether it was made by HyperSearch.</summary>
    public static bool IsOwn(string path) => !IsLink(path) && new FileInfo(MarkOf(path)) is { Exists: true, LinkTarget: null };

    /// <summary>Makes it where there is none.</summary>
    /// <exception cref="IOException">In its path is something that HyperSearch did not make.</exception>
    public static void Create(string path)
    {
        Directory.CreateDirectory(path);
        if (IsOwn(path))
            return;
        // Another process may make it at the same time: the mark comes first.
        if (IsLink(path) || (Directory.EnumerateFileSystemEntries(path).Any() && !IsOwn(path)))
            throw new IOException($"The folder {path} was not made by HyperSearch. Move it away.");
        WriteMark(path);
    }

    /// <summary>Removes it where nothing but the mark is in it.</summary>
    public static void DeleteIfEmpty(string path)
    {
        if (!IsOwn(path) || Directory.EnumerateFileSystemEntries(path).Skip(1).Any())
            return;
        File.Delete(MarkOf(path));
        try
        {
            Directory.Delete(path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            // Another process has begun to write there.
            WriteMark(path);
        }
    }

    /// <summary>What is in it besides the mark and what HyperSearch writes there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="isOwnFile">Tells by the path of a file whether HyperSearch writes such.</param>
    public static IEnumerable<string> OthersIn(string path, Func<string, bool> isOwnFile) => Directory.EnumerateFileSystemEntries(path)
        .Where(entry => Path.GetFileName(entry) != Mark && (Directory.Exists(entry) || !isOwnFile(entry)));

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void WriteMark(string path) =>
        File.WriteAllText(MarkOf(path), "HyperSearch keeps files in this folder, and removes those that it wrote.\n");

    private static string MarkOf(string path) => Path.Combine(path, Mark);
}
