using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Studies in a SQLite file, which any number of processes on one machine may share.</summary>
/// <remarks>
/// What has been recorded survives a crash and a power cut: the file is in WAL mode with <c>synchronous=FULL</c>. It is made
/// by the first study that is opened.
/// </remarks>
public sealed class SqliteStudyStore : SqlStudyStore
{
    private readonly SqliteDatabase _database;

    /// <param name="file">The file's path.</param>
    /// <param name="options">Who this process is to the others that use the file.</param>
    public SqliteStudyStore(string file, StoreOptions? options = null) : this(new SqliteDatabase(file), options) { }

    private SqliteStudyStore(SqliteDatabase database, StoreOptions? options) : base(database, options) => _database = database;

    /// <summary>
    /// Writes all studies to a new file, as they are at one moment, while others go on working on them. The new file is a store:
    /// what runs here waits there, without a checkpoint.
    /// </summary>
    /// <exception cref="StoreException">The place is taken, one of the files cannot be used, or the copy is not whole.</exception>
    public Task BackupAsync(string file, CancellationToken cancel = default) => Task.Run(() => SqliteBackup.Create(_database, file), cancel);
}
