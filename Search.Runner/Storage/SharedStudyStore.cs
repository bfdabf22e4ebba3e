using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>Studies in a database that several processes share.</summary>
/// <remarks>Trials that a store still holds when it is disposed go back to waiting.</remarks>
public abstract class SharedStudyStore : IStudyStore
{
    private readonly ISharedDatabase _database;
    private readonly WriteQueue _queue;
    private readonly Worker _worker;

    private protected SharedStudyStore(ISharedDatabase database, StoreOptions? options)
    {
        _database = database;
        _queue = new WriteQueue(_database);
        _worker = new Worker(_database, _queue, options ?? new());
    }

    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<StudySummary>>(
        () => _database.Exists()
            ? [.. _database.Read(StudySummaryRow.All).OrderBy(study => study.Name, StringComparer.Ordinal)]
            : [],
        cancel);

    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IStudyRecord?> FindAsync(string name, CancellationToken cancel = default) => Task.Run<IStudyRecord?>(
        () => _database.Exists() && _database.Read(connection => StudyRow.Find(connection, name)) is { } row
            ? RecordOf(row.ToStudy(), row.Id)
            : null,
        cancel);

    /// <exception cref="StoreException">The store cannot be used.</exception>
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
        GC.SuppressFinalize(this);
        try
        {
            await _worker.LeaveAsync();
        }
        catch (StoreException)
        {
            // The trials are taken up all the same once this process has ended.
        }
        await _queue.DisposeAsync();
        _database.Dispose();
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
