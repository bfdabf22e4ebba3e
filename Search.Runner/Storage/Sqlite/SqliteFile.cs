using HyperSearch.Core;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>A SQLite file and what lies beside it.</summary>
/// <param name="path">Its full path.</param>
internal sealed class SqliteFile(string path)
{
    // SQLite takes an empty file for an empty database, and would make tables in it.
    public bool Exists => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <summary>Where the artifacts of its studies lie.</summary>
    public string ArtifactFolder => path + "-artifacts";

    public long Length => new FileInfo(path).Length;

    /// <summary>Whether a part of what was written is still in the write-ahead log.</summary>
    public bool HasLog => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    public bool HasJournal => File.Exists(path + "-journal");

    /// <summary>What tells whether it is written to.</summary>
    public FileState State() => new FileInfo(path) is var file && file.Exists
        ? new(file.Length, file.LastWriteTimeUtc, new[] { "-wal", "-shm", "-journal" }.Any(ending => File.Exists(path + ending)))
        : default;

    /// <exception cref="StoreException">There is no folder for the file.</exception>
    public void RequireFolder()
    {
        if (Directory.Exists(path))
            throw new StoreException($"{path} is a folder. Name a file in it.");
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
            throw new StoreException($"The folder {folder} does not exist. Make it, or name a file elsewhere.");
    }

    /// <summary>What a connection to it is opened with.</summary>
    public string Source(SqliteOpenMode mode) => Source(path, mode);

    /// <summary>What a connection is opened with that only reads, with an option of SQLite's URIs.</summary>
    public string ReadOnlySource(string option) => Source($"{new Uri(path).AbsoluteUri}?{option}", SqliteOpenMode.ReadOnly);

    public static string Source(string source, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = 1,
    }.ToString();

    public override string ToString() => path;
}
