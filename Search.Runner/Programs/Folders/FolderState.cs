using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>What a folder looks like from outside: its files, their sizes and when they were written.</summary>
internal static class FolderState
{
    /// <summary>A text that is another one when a file has come, gone or been written; empty for a folder without files.</summary>
    /// <exception cref="IOException">It has too many files, or changes while it is read.</exception>
    public static string Of(string folder)
    {
        var files = RegularFile.In(folder, CheckpointArchive.MostFiles);
        var text = new StringBuilder();
        foreach (var (name, file) in files)
            text.Append(CultureInfo.InvariantCulture, $"{name}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\0");
        return files.Count == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
