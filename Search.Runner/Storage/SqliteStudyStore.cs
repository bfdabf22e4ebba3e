namespace Search.Runner;

/// <summary>Studies in a SQLite file, which any number of processes on one machine may share.</summary>
/// <remarks>
/// What has been recorded survives a crash and a power cut: the file is in WAL mode with <c>synchronous=FULL</c>. It is made
/// by the first study that is opened.
/// </remarks>
/// <param name="file">The file's path.</param>
/// <param name="options">Who this process is to the others that use the file.</param>
public sealed class SqliteStudyStore(string file, StoreOptions? options = null) : SharedStudyStore(new SqliteDatabase(file), options);
