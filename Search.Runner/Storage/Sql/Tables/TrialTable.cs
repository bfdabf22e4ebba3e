using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The writes to one study's trials, each to be run inside a transaction.</summary>
internal sealed class TrialTable
{
    // A trial may be written to only by the worker that holds it, in the attempt that it holds.
    private const string Held = "study = @study AND number = @number AND state = 'running' AND worker = @worker AND attempt = @attempt";

    // The finishing order has no gaps, so the last place counts the results; that of a promoted trial is in the second table.
    private const string CountResults =
        """
        SELECT COALESCE(MAX(last) + 1, 0) FROM (
            SELECT MAX(finish_order) AS last FROM trials WHERE study = @study
            UNION ALL SELECT MAX(finish_order) FROM earlier_results WHERE study = @study) AS results
        """;

    private readonly DbConnection _connection;
    private readonly SqlDialect _dialect;
    private readonly PreparedStatement? _lock;
    private readonly long _study;
    private readonly PreparedStatement _now;
    private readonly PreparedStatement _insertTrial;
    private readonly Dictionary<int, PreparedStatement> _insertValues = []; // by how many there are
    private readonly PreparedStatement _insertMeasurement;
    private readonly PreparedStatement _finish;
    private readonly PreparedStatement _snapshot;
    private readonly TrialQuery _byNumber;
    private readonly TrialQuery _finishedSince;
    private readonly TrialQuery _unfinishedSince;
    private readonly TrialQuery _promoted;

    public TrialTable(DbConnection connection, SqlDialect dialect, SearchSpace space, StudyRow study)
    {
        (_connection, _dialect, _study) = (connection, dialect, study.Id);
        Attempts = new(connection, dialect, study.Id);
        _lock = dialect.LockStudy is { } statement ? new(connection, statement, "@study") : null;
        _now = new(connection, "SELECT " + dialect.Now);
        _insertTrial = new(connection,
            """
            INSERT INTO trials (study, number, state, observed, attempt, worker, note, started)
            VALUES (@study, @number, @state, @observed, @attempt, @worker, @note, @started)
            """,
            "@study", "@number", "@state", "@observed", "@attempt", "@worker", "@note", "@started");
        _insertMeasurement = new(connection,
            $"""
            INSERT INTO measurements (study, trial, step, value)
            SELECT study, number, @step, @value FROM trials WHERE {Held}
            ON CONFLICT (study, trial, step) DO UPDATE SET value = excluded.value
            """,
            "@study", "@number", "@worker", "@attempt", "@step", "@value");
        _finish = new(connection,
            $"""
            UPDATE trials SET state = @state, value = @value, error = @error, finished = {dialect.Now},
                finish_order = ({CountResults})
            WHERE {Held}
            """,
            "@study", "@number", "@worker", "@attempt", "@state", "@value", "@error");
        // Numbers have no gaps either, so the last of them counts them, by way of an index.
        _snapshot = new(connection,
            $"""
            SELECT {dialect.Now},
                (SELECT COALESCE(MAX(number) + 1, 0) FROM trials WHERE study = @study),
                ({CountResults}),
                (SELECT number FROM trials t WHERE study = @study AND state = 'waiting' AND finish_order IS NULL AND {AttemptTable.Deaths} < @deaths
                    ORDER BY number LIMIT 1 {dialect.SkipLocked}),
                {StudyRow.VersionOfStudy}
            """,
            "@study", "@deaths");
        _byNumber = new(connection, space, study, "t.study = @study AND t.number = @number", "t.number", "@study", "@number");
        _finishedSince = new(connection, space, study, "t.study = @study AND t.finish_order >= @observed", "t.finish_order", "@study", "@observed");
        _promoted = new(connection, space, study, "t.study = @study AND t.finish_order IS NULL AND EXISTS (SELECT 1 FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number)", "t.number", "@study");
        _unfinishedSince = new(connection, space, study, "t.study = @study AND t.number >= @count AND t.finish_order IS NULL", "t.number", "@study", "@count");
    }

    /// <summary>Where the writes go.</summary>
    public DbConnection Connection => _connection;

    /// <summary>How they were attempted before.</summary>
    public AttemptTable Attempts { get; }

    /// <summary>Sees to it that nobody else writes to the study's trials until the transaction ends.</summary>
    public void Lock() => _lock?.Execute(_study);

    public string Now() => (string)_now.Scalar()!;

    /// <summary>How far the study is, read with one question.</summary>
    /// <param name="deaths">A trial with which so many processes have died is not among those that wait.</param>
    public StudySnapshot Snapshot(int deaths) => _snapshot.Single(row =>
        new StudySnapshot(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4)), _study, deaths);

    /// <summary>The results that a log does not know yet, in finishing order, then the trials that it does not know, by number.</summary>
    /// <param name="log">What is known.</param>
    /// <param name="snapshot">How far the study is now.</param>
    public IReadOnlyList<Trial> ReadSince(HistoryLog log, StudySnapshot snapshot)
    {
        var missing = snapshot.Results - log.Observed;
        var results = missing == 0
            ? []
            : _finishedSince.Read(log.Unfinished.ToDictionary(trial => trial.Number, trial => new TrialPlace(trial.Point, trial.Values)), _study, log.Observed);
        // The others are those of promoted trials.
        if (results.Count < missing)
            results = [.. results.Concat(ReadPromoted()).SelectMany(trial => trial.Results).Where(trial => trial.FinishOrder >= log.Observed).OrderBy(trial => trial.FinishOrder)];
        if (results.Count != missing)
            throw new RowException($"The results of study {_study} cannot be read: their places have a gap between {log.Observed} and {snapshot.Results}");
        var others = snapshot.Count == log.Count ? [] : _unfinishedSince.Read(null, _study, log.Count);
        return [.. results, .. others];
    }

    /// <summary>The trials that were promoted and have no further result yet, by number.</summary>
    public IReadOnlyList<Trial> ReadPromoted() => _promoted.Read(null, _study);

    /// <summary>Records a new trial that runs, or that waits and that no strategy proposed.</summary>
    public void Insert(Trial trial, List<KeyValuePair<string, ParameterValue>> values, long? worker = null, string? now = null)
    {
        _insertTrial.Execute(_study, trial.Number, StateNames.Of(trial.State), trial.Observed, trial.Attempt, worker, trial.Note, now);
        if (values.Count > 0)
            InsertOf(values.Count).Execute([_study, trial.Number, .. values.SelectMany(pair => new object?[] { pair.Key, pair.Value.Number, pair.Value.Text })]);
    }

    /// <summary>Records that a round began; nothing where it is on record.</summary>
    public void Insert(SearchRound round, int firstTrial) => RoundRow.Of(_study, round, firstTrial).Insert(_connection);

    /// <summary>Has a pruned trial wait again. Its result keeps its place.</summary>
    /// <exception cref="InvalidOperationException">The trial is not pruned.</exception>
    public void Promote(int number)
    {
        if (Find(number) is not { State: TrialState.Pruned } trial)
            throw new InvalidOperationException($"Only a pruned trial can be promoted, but trial {number} is not.");
        Reopen(trial);
    }

    /// <summary>The trial of a number; null where there is none.</summary>
    public Trial? Find(int number) => _byNumber.Read(null, _study, number) is [var trial] ? trial : null;

    /// <summary>Has a finished trial wait again. Its result keeps its place.</summary>
    public void Reopen(Trial trial)
    {
        // One that was pruned goes on from its checkpoint, and what it has measured stays. Another one starts anew.
        var isPruned = trial.State == TrialState.Pruned;
        var key = new
        {
            study = _study,
            number = trial.Number,
            lastStep = isPruned && trial.Measurements is [.., var last] ? last.Step : (int?)null,
            measurements = isPruned || trial.Measurements.Count == 0 ? null : StudyJson.Write(trial.Measurements),
        };
        _connection.Execute(
            """
            INSERT INTO earlier_results (study, trial, finish_order, state, value, error, last_step, measurements, attempt, worker, started, finished)
            SELECT study, number, finish_order, state, value, error, @lastStep, @measurements, attempt, worker, started, finished
            FROM trials WHERE study = @study AND number = @number
            """, key);
        _connection.Execute(
            """
            UPDATE trials SET state = 'waiting', finish_order = NULL, value = NULL, error = NULL, finished = NULL, worker = NULL
            WHERE study = @study AND number = @number
            """, key);
    }

    /// <summary>Records a trial as failed that has no result yet, whoever holds it. One that does not run has no time.</summary>
    public void Fail(int number, string error) => _connection.Execute(
        $"""
        UPDATE trials SET state = 'failed', error = @error, finished = {_dialect.Now}, finish_order = ({CountResults}),
            started = CASE state WHEN 'running' THEN started END
        WHERE study = @study AND number = @number AND finish_order IS NULL
        """, new { study = _study, number, error });

    /// <summary>Has a running trial wait again, whoever holds it.</summary>
    public void TakeBack(int number) => _connection.Execute(
        "UPDATE trials SET state = 'waiting', worker = NULL WHERE study = @study AND number = @number AND state = 'running'",
        new { study = _study, number });

    /// <summary>Gives a waiting trial to a worker, without what it had reported before, but for what an earlier result was measured with.</summary>
    public Trial Claim(int number, long worker, string now)
    {
        var key = new { study = _study, number, worker, now };
        _connection.Execute(
            """
            DELETE FROM measurements WHERE study = @study AND trial = @number AND NOT EXISTS (
                SELECT 1 FROM earlier_results e
                WHERE e.study = measurements.study AND e.trial = measurements.trial AND e.last_step >= measurements.step)
            """, key);
        _connection.Execute("UPDATE trials SET state = 'running', attempt = attempt + 1, worker = @worker, started = @now WHERE study = @study AND number = @number", key);
        return _byNumber.Read(null, _study, number)[0];
    }

    public void Measure(Trial trial, Measurement measurement, long worker) =>
        _insertMeasurement.Execute(_study, trial.Number, worker, trial.Attempt, measurement.Step, measurement.Value);

    /// <returns>False where the worker does not hold the trial.</returns>
    public bool Finish(Trial trial, TrialResult result, long worker) =>
        _finish.Execute(_study, trial.Number, worker, trial.Attempt, StateNames.Of(result.State), result.Value, result.Error) == 1;

    /// <returns>False where the worker does not hold the trial.</returns>
    public bool Release(Trial trial, long worker)
    {
        var key = new { study = _study, number = trial.Number, worker, attempt = trial.Attempt, how = AttemptEnds.Interrupted };
        _connection.Execute(AttemptTable.End(_dialect, Held), key);
        return _connection.Execute($"UPDATE trials SET state = 'waiting', worker = NULL WHERE {Held}", key) == 1;
    }

    /// <summary>The workers, other than this one, that hold trials of the study.</summary>
    public IEnumerable<WorkerRow> OtherHolders(long worker) => WorkerRow.HoldersOf(_connection, _study).Where(holder => holder.Id != worker);

    /// <summary>The worker that holds a trial; null where none does.</summary>
    public WorkerRow? HolderOf(int number) => WorkerRow.HolderOf(_connection, _study, number);

    /// <summary>Takes from a worker that died all that it holds of the study.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="mostDeaths">A trial with which so many processes have died is recorded as failed; the others wait.</param>
    /// <returns>How many failed.</returns>
    public int ReleaseAll(WorkerRow worker, int mostDeaths)
    {
        Attempts.EndAllOf(worker.Id, AttemptEnds.Died);
        var lost = Attempts.LostWith(worker.Id, mostDeaths);
        foreach (var trial in lost)
            Fail(trial.Number, trial.Describe(worker.Identity));
        _connection.Execute(
            "UPDATE trials SET state = 'waiting', worker = NULL WHERE study = @study AND state = 'running' AND finish_order IS NULL AND worker = @worker",
            new { study = _study, worker = worker.Id });
        return lost.Count;
    }

    // One statement for all values of a trial, so that the answer of a server is waited for once.
    private PreparedStatement InsertOf(int values)
    {
        if (_insertValues.TryGetValue(values, out var known))
            return known;
        var rows = Enumerable.Range(0, values);
        return _insertValues[values] = new(_connection,
            $"INSERT INTO trial_values (study, trial, name, number, text) VALUES {string.Join(", ", rows.Select(i => $"(@study, @trial, @name{i}, @number{i}, @text{i})"))}",
            ["@study", "@trial", .. rows.SelectMany(i => (string[])[$"@name{i}", $"@number{i}", $"@text{i}"])]);
    }
}

/// <summary>How far a study is.</summary>
/// <param name="Now">The present, by the database's clock.</param>
/// <param name="Count">How many trials there are, which is the number of the next one.</param>
/// <param name="Results">How many results there are.</param>
/// <param name="FirstWaiting">The lowest number of a trial that waits; null where none does.</param>
/// <param name="Version">See <see cref="StudyRow.Version"/>; null where the study was deleted.</param>
internal readonly record struct StudySnapshot(string Now, int Count, int Results, int? FirstWaiting, string? Version);
