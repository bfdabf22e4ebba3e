using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Studies in a database that several processes share.</summary>
/// <remarks>Trials that a store still holds when it is disposed go back to waiting.</remarks>
public abstract class SqlStudyStore : IStudyStore
{
    private readonly ISqlDatabase _database;
    private readonly WriteQueue _queue;
    private readonly WorkerRegistration _worker;
    private readonly SqlArtifacts _artifacts;
    private readonly RecordReads _reads;

    private protected SqlStudyStore(ISqlDatabase database, StoreOptions? options)
    {
        _database = database;
        _queue = new WriteQueue(_database);
        _worker = new WorkerRegistration(_database, _queue, options ?? new());
        _artifacts = new(_database, _queue);
        _reads = new(options?.ReadsInline == true);
    }

    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancel = default) => _reads.RunAsync<IReadOnlyList<StudySummary>>(
        () => _database.Exists()
            ? [.. _database.Read(StudySummaryRow.ReadAll).OrderBy(study => study.Name, StringComparer.Ordinal)]
            : [],
        cancel);

    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IStudyRecord?> FindAsync(string name, CancellationToken cancel = default) => _reads.RunAsync<IStudyRecord?>(
        () => _database.Exists()
            ? _database.Read(connection => StudyRow.Find(connection, name) is { } row ? RecordOf(ToStudy(connection, row), row) : null)
            : null,
        cancel);

    /// <exception cref="StoreException">The store cannot be used, or the study is new and has a name that is none: <see cref="NameRule"/>.</exception>
    public async Task<IStudyRecord> OpenAsync(StudyDefinition study, CancellationToken cancel = default)
    {
        // One that is on record goes on under the names that it has.
        if (study.ObjectionToNames() is { } objection && await FindAsync(study.Name, cancel) is null)
            throw new StoreException(objection);
        var (row, recorded) = await _queue.RunAsync(connection => WithOptionsOf(study, FindOrInsert(connection, study), connection) is var found ? (found, ToStudy(connection, found)) : default).WaitAsync(cancel);
        var differences = recorded.DifferencesTo(study);
        if (differences.Count > 0)
            throw new StudyChangedException(study.Name, differences, await Task.Run(() => _database.Read(connection => ObjectionsTo(connection, row, study)), cancel) is []);
        // The space of the one who opens knows, besides the parameters, when each is active.
        return RecordOf(recorded with { Space = study.Space, ChangingOptions = study.ChangingOptions }, row);
    }

    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<IStudyRecord> WidenAsync(StudyDefinition study, CancellationToken cancel = default)
    {
        if (study.ObjectionToNames() is not null)
            return await OpenAsync(study, cancel);
        await _queue.RunAsync(connection =>
        {
            var row = Lock(connection, FindOrInsert(connection, study));
            if (row.ToStudy().DifferencesTo(study).Count == 0)
                return true;
            if (ObjectionsTo(connection, row, study) is { Count: > 0 } objections)
                throw StudyChangedException.MoreThanWidening(study.Name, objections);
            row.Widen(connection, study.Space);
            return true;
        }).WaitAsync(cancel);
        return await OpenAsync(study, cancel);
    }

    /// <summary>
    /// Copies a study with all that is on record of it, to the last bit. Its trials that run are waiting ones in the copy.
    /// </summary>
    /// <param name="name">The study.</param>
    /// <param name="to">Where the copy goes; may be this store.</param>
    /// <param name="newName">The name of the copy.</param>
    /// <param name="cancel">Gives up waiting; the copy may be made all the same.</param>
    /// <exception cref="StoreException">There is no such study, or the new name is none (<see cref="NameRule"/>) or taken, or a store cannot be used.</exception>
    public async Task CopyAsync(string name, SqlStudyStore to, string newName, CancellationToken cancel = default)
    {
        if (to._database.ToString() != _database.ToString() && _database.Read(connection => StudyRow.Find(connection, name)) is { } original)
            await _artifacts.CopyAsync(original.Id, to._artifacts);
        await to.ChangeAsync(connection =>
        {
            if (to.ObjectionToName(connection, newName) is { } refusal)
                return refusal;
            var now = to.Now(connection);
            return _database.Read(from =>
            {
                if (StudyRow.Find(from, name) is not { } study)
                    return StudyNotFound(name);
                StudyCopy.Run(from, study.Id, connection, newName, now);
                return null;
            });
        }, cancel);
    }

    /// <summary>Gives a study another name.</summary>
    /// <exception cref="StoreException">There is no such study, or the new name is none (<see cref="NameRule"/>) or taken, or a live worker runs a trial of it, or the store cannot be used.</exception>
    public Task RenameAsync(string name, string newName, CancellationToken cancel = default) => ChangeAsync(connection =>
    {
        if (ObjectionToName(connection, newName) is { } refusal)
            return refusal;
        return ChangeIfIdle(connection, name, study => connection.Execute("UPDATE studies SET name = @newName WHERE id = @Id", new { study.Id, newName }));
    }, cancel);

    /// <summary>Removes a study with all that is on record of it.</summary>
    /// <exception cref="StoreException">There is no such study, or a live worker runs a trial of it, or the store cannot be used.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancel = default)
    {
        var contents = Array.Empty<string>();
        await ChangeAsync(connection => ChangeIfIdle(connection, name, study =>
        {
            contents = ArtifactTable.ContentsOf(connection, study.Id);
            connection.Execute("DELETE FROM studies WHERE id = @Id", new { study.Id });
        }), cancel);
        await _artifacts.RemoveUnusedAsync(contents);
    }

    /// <summary>Makes a study of trials that ran elsewhere, whole or not at all. No strategy proposed them: they have observed nothing.</summary>
    /// <exception cref="StoreException">A name is none (<see cref="NameRule"/>), or that of the study is taken, or the store cannot be used.</exception>
    internal Task ImportAsync(StudyContents contents, CancellationToken cancel = default) => ChangeAsync(connection =>
    {
        var study = contents.Study;
        if (study.ObjectionToNames() is { } objection)
            return objection;
        if (ObjectionToName(connection, study.Name) is { } refusal)
            return refusal;
        StudyRow.Of(study).Insert(connection, Now(connection));
        StudyImport.Run(connection, StudyRow.Find(connection, study.Name)!.Id, contents);
        return null;
    }, cancel);

    /// <summary>Tells whether the store need be read again.</summary>
    internal IChangeSignal OpenSignal() => _database.OpenSignal();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await _worker.ReleaseTrialsAsync();
        }
        catch (StoreException)
        {
            // The trials are taken up all the same once this process has ended.
        }
        await _queue.DisposeAsync();
        _database.Dispose();
    }

    /// <summary>The file, or the address without a password.</summary>
    public override string ToString() => _database.ToString()!;

    private StudyRow FindOrInsert(DbConnection connection, StudyDefinition study)
    {
        if (StudyRow.Find(connection, study.Name) is { } found)
            return found;
        var isNew = StudyRow.Of(study).Insert(connection, Now(connection));
        var row = StudyRow.Find(connection, study.Name)!;
        // Another process may have been faster: then what it learns from holds.
        if (isNew)
            EarlierStudyRow.Insert(connection, row.Id, study.Earlier);
        return row;
    }

    private static StudyDefinition ToStudy(DbConnection connection, StudyRow row) =>
        row.ToStudy() with { Earlier = EarlierStudyRow.ReadAll(connection, row) };

    // Where the study may go on at all, its options and its program differ in that alone which may change.
    private static StudyRow WithOptionsOf(StudyDefinition study, StudyRow row, DbConnection connection)
    {
        var options = StudyJson.Write(study.Options);
        if ((row.Options == options && row.Program == study.Program) || row.ToStudy().DifferencesTo(study).Count > 0)
            return row;
        connection.Execute("UPDATE studies SET options = @options, program = @Program WHERE id = @Id", new { row.Id, options, study.Program });
        return StudyRow.Find(connection, row.Id)!;
    }

    // Runs a change that answers why it was not made; null where it was.
    private async Task ChangeAsync(Func<DbConnection, string?> change, CancellationToken cancel)
    {
        if (await _queue.RunAsync(change).WaitAsync(cancel) is { } refusal)
            throw new StoreException(refusal);
    }

    // While nobody else writes to the study's trials.
    private string? ChangeIfIdle(DbConnection connection, string name, Action<StudyRow> change)
    {
        if (StudyRow.Find(connection, name) is not { } found)
            return StudyNotFound(name);
        var study = Lock(connection, found);
        var now = Timestamps.Parse(Now(connection));
        var alive = WorkerRow.HoldersOf(connection, study.Id).Where(worker => !worker.IsDead(now)).Select(worker => worker.Identity).Distinct().ToArray();
        if (alive.Length > 0)
            return $"Study '{name}' is at work in {string.Join(" and ", alive.AsEnumerable())}. Wait for it to end, or end it with Ctrl-C, and try again: nothing was changed.";
        change(study);
        return null;
    }

    // As it is when nobody else writes to it until the transaction ends.
    private StudyRow Lock(DbConnection connection, StudyRow study)
    {
        if (_database.Dialect.LockStudy is not { } statement)
            return study;
        connection.Execute(statement, new { study = study.Id });
        return StudyRow.Find(connection, study.Id) ?? study;
    }

    private static IReadOnlyList<string> ObjectionsTo(DbConnection connection, StudyRow row, StudyDefinition study)
    {
        var recorded = row.ToStudy();
        return recorded.ObjectionsToWidening(study, new TrialQuery(connection, recorded.Space, row, "t.study = @id", "t.number", "@id").Read(row.Id));
    }

    private string? ObjectionToName(DbConnection connection, string name) => NameRule.Objection("study", name) ?? (StudyRow.Find(connection, name) is null
        ? null
        : $"There is a study '{name}' in {_database} already. Choose another name: nothing was changed.");

    private string StudyNotFound(string name) => $"There is no study '{name}' in {_database}.";

    private string Now(DbConnection connection) => connection.ExecuteScalar<string>("SELECT " + _database.Dialect.Now)!;

    private SqlStudyRecord RecordOf(StudyDefinition study, StudyRow row) =>
        new(study, row, _database, _queue, _worker, new(study, row, _database, _queue), _artifacts, _reads);
}
