using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>Studies in a SQLite file, which any number of processes on one machine may share.</summary>
/// <remarks>
/// What has been recorded survives a crash and a power cut: the file is in WAL mode with <c>synchronous=FULL</c>. It is made
/// by the first study that is opened. Trials that a store still holds when it is disposed go back to waiting.
/// </remarks>
public sealed class SqliteStudyStore : IStudyStore
{
    private readonly SqliteDatabase _database;
    private readonly WriteQueue _queue;
    private readonly Worker _worker;

    /// <param name="file">The file's path.</param>
    /// <param name="options">Who this process is to the others that use the file.</param>
    public SqliteStudyStore(string file, StoreOptions? options = null)
    {
        _database = new SqliteDatabase(file);
        _queue = new WriteQueue(_database);
        _worker = new Worker(_database, _queue, options ?? new());
    }

    /// <exception cref="StoreException">The file cannot be read.</exception>
    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<StudySummary>>(() =>
    {
        if (!_database.Exists)
            return [];
        using var connection = _database.OpenForReading();
        return [.. StudySummaryRow.All(connection)];
    }, cancel);

    /// <exception cref="StoreException">The file cannot be read.</exception>
    public Task<IStudyRecord?> FindAsync(string name, CancellationToken cancel = default) => Task.Run<IStudyRecord?>(() =>
    {
        if (!_database.Exists)
            return null;
        using var connection = _database.OpenForReading();
        return StudyRow.Find(connection, name) is { } row ? RecordOf(row.ToStudy(), row.Id) : null;
    }, cancel);

    /// <exception cref="StoreException">The file cannot be used.</exception>
    public async Task<IStudyRecord> OpenAsync(StudyDefinition study, CancellationToken cancel = default)
    {
        var row = await _queue.RunAsync(connection => FindOrInsert(connection, study)).WaitAsync(cancel);
        var recorded = row.ToStudy();
        var differences = recorded.DifferencesTo(study);
        if (differences.Count > 0)
            throw new StudyChangedException(study.Name, differences);
        // The space of the one who opens knows, besides the parameters, when each is active.
        return RecordOf(recorded with { Space = study.Space }, row.Id);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _worker.LeaveAsync();
        }
        catch (StoreException)
        {
            // The trials are taken up all the same once this process has ended.
        }
        await _queue.DisposeAsync();
    }

    private StudyRow FindOrInsert(DbConnection connection, StudyDefinition study)
    {
        if (StudyRow.Find(connection, study.Name) is { } found)
            return found;
        StudyRow.Of(study).Insert(connection, connection.ExecuteScalar<string>("SELECT " + _database.Now)!);
        return StudyRow.Find(connection, study.Name)!;
    }

    private SharedStudyRecord RecordOf(StudyDefinition study, long id) => new(study, id, _database, _queue, _worker);
}
