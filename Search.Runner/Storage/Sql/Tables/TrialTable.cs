using System.Data.Common;
using Dapper;
using HyperSearch.Core;
using static HyperSearch.Runner.StatementParameter;

namespace HyperSearch.Runner;

/// <summary>The writes to one study's trials, each to be run inside a transaction.</summary>
internal sealed class TrialTable
{
    /// <summary>A trial may be written to only by the worker that holds it, in the attempt that it holds.</summary>
    public const string HeldByWorker = "study = @study AND number = @number AND state = 'running' AND worker = @worker AND attempt = @attempt";

    // What a trial leaves behind with each report.
    private static readonly string[] ReportedIn = ["measurements", "pruning_decisions"];

    private readonly DbConnection _connection;
    private readonly SqlDialect _dialect;
    private readonly SearchSpace _space;
    private readonly PreparedStatement? _lock;
    private readonly long _study;
    private readonly PreparedStatement _insertTrial;
    private readonly PreparedStatement? _insertJson;
    private readonly Dictionary<int, PreparedStatement> _insertValues = []; // by how many there are
    private readonly PreparedStatement _insertMeasurement;
    private readonly PreparedStatement _insertDecision;
    private readonly PreparedStatement _finish;
    private readonly PreparedStatement _holders;
    private readonly PreparedStatement[] _deleteReported;
    private readonly PreparedStatement _claim;

    public TrialTable(DbConnection connection, SqlDialect dialect, SearchSpace space, StudyRow study)
    {
        (_connection, _dialect, _space, _study) = (connection, dialect, space, study.Id);
        Reader = new(connection, dialect, space, study);
        Attempts = new(connection, dialect, study.Id);
        Extras = new(connection, study.Id);
        _lock = dialect.LockStudy is { } statement ? new(connection, statement, "@study") : null;
        _insertTrial = new(connection,
            """
            INSERT INTO trials (study, number, state, observed, attempt, worker, note, started, replicate_of)
            VALUES (@study, @number, @state, @observed, @attempt, @worker, @note, @started, @replicateOf)
            """,
            "@study", "@number", "@state", Whole("@observed"), "@attempt", Whole("@worker"), Text("@note"), Text("@started"), Whole("@replicateOf"));
        _insertJson = dialect.InsertValues is { } insert ? new(connection, insert, "@study", "@trial", "@values") : null;
        _insertMeasurement = new(connection,
            $"""
            INSERT INTO measurements (study, trial, step, value)
            SELECT study, number, @step, @value FROM trials WHERE {HeldByWorker}
            ON CONFLICT (study, trial, step) DO UPDATE SET value = excluded.value
            """,
            "@study", "@number", "@worker", "@attempt", "@step", "@value");
        _insertDecision = new(connection,
            $"""
            INSERT INTO pruning_decisions (study, trial, step, stopped, observed, running)
            SELECT study, number, @step, @stopped, @seen, @running FROM trials WHERE {HeldByWorker}
            ON CONFLICT (study, trial, step) DO UPDATE SET stopped = excluded.stopped, observed = excluded.observed, running = excluded.running
            """,
            "@study", "@number", "@worker", "@attempt", "@step", "@stopped", "@seen", "@running");
        _deleteReported = Array.ConvertAll(ReportedIn, table => new PreparedStatement(connection,
            $"""
            DELETE FROM {table} WHERE study = @study AND trial = @number AND NOT EXISTS (
                SELECT 1 FROM earlier_results e
                WHERE e.study = {table}.study AND e.trial = {table}.trial AND e.last_step >= {table}.step)
            """,
            "@study", "@number"));
        _claim = new(connection,
            "UPDATE trials SET state = 'running', attempt = attempt + 1, worker = @worker, started = @now WHERE study = @study AND number = @number",
            "@study", "@number", "@worker", "@now");
        _holders = new(connection, WorkerRow.HoldersOfStudy, "@study");
        _finish = new(connection,
            $"""
            UPDATE trials SET state = @state, value = @value, error = @error, finished = {dialect.Now},
                further_values = @furtherValues, excesses = @excesses, infeasible = @infeasible,
                finish_order = ({TrialReader.CountResults})
            WHERE {HeldByWorker}
            """,
            "@study", "@number", "@worker", "@attempt", "@state", Number("@value"), Text("@error"), Text("@furtherValues"), Text("@excesses"), "@infeasible");
    }

    /// <summary>Where the writes go.</summary>
    public DbConnection Connection => _connection;

    /// <summary>What is on record of them.</summary>
    public TrialReader Reader { get; }

    /// <summary>How they were attempted before.</summary>
    public AttemptTable Attempts { get; }

    /// <summary>What they report beside their measurements.</summary>
    public TrialExtras Extras { get; }

    /// <summary>Sees to it that nobody else writes to the study's trials until the transaction ends.</summary>
    public void Lock() => _lock?.Query(row => row.GetInt64(0), _study);

    /// <summary>Records a new trial that runs, or that waits and that no strategy proposed.</summary>
    public void Insert(Trial trial, long? worker = null, string? now = null)
    {
        _insertTrial.Run(_study, trial.Number, StateNames.Of(trial.State), trial.Observed, trial.Attempt, worker, trial.Note, now, trial.ReplicateOf);
        var values = trial.ValuesIn(_space).ToList();
        if (values.Count == 0)
            return;
        if (_insertJson is not null)
            _insertJson.Run(_study, trial.Number, ValuesJson.Write(values));
        else
            InsertOf(values.Count).Run([_study, trial.Number, .. values.SelectMany(pair => new object?[] { pair.Key, pair.Value.Number, pair.Value.Text })]);
    }

    /// <summary>Records that a round began; nothing where it is on record.</summary>
    public void Insert(SearchRound round, int firstTrial) => RoundRow.Of(_study, round, firstTrial).Insert(_connection);

    /// <summary>Has a pruned trial wait again. Its result keeps its place.</summary>
    /// <exception cref="InvalidOperationException">The trial is not pruned.</exception>
    public void Promote(int number)
    {
        if (Reader.Find(number).Value is not { State: TrialState.Pruned } trial)
            throw new InvalidOperationException($"Only a pruned trial can be promoted, but trial {number} is not.");
        Reopen(trial);
    }

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
            INSERT INTO earlier_results (study, trial, finish_order, state, value, error, last_step, measurements, attempt, worker, started, finished, further_values, excesses)
            SELECT study, number, finish_order, state, value, error, @lastStep, @measurements, attempt, worker, started, finished, further_values, excesses
            FROM trials WHERE study = @study AND number = @number
            """, key);
        _connection.Execute(
            """
            UPDATE trials SET state = 'waiting', finish_order = NULL, value = NULL, error = NULL, finished = NULL, worker = NULL,
                further_values = NULL, excesses = NULL, infeasible = 0
            WHERE study = @study AND number = @number
            """, key);
    }

    /// <summary>Records a trial as failed that has no result yet, whoever holds it. One that does not run has no time.</summary>
    public void Fail(int number, string error) => _connection.Execute(
        $"""
        UPDATE trials SET state = 'failed', error = @error, finished = {_dialect.Now}, finish_order = ({TrialReader.CountResults}),
            started = CASE state WHEN 'running' THEN started END
        WHERE study = @study AND number = @number AND finish_order IS NULL
        """, new { study = _study, number, error });

    /// <summary>Has a running trial wait again, whoever holds it.</summary>
    public void Requeue(int number) => _connection.Execute(
        "UPDATE trials SET state = 'waiting', worker = NULL WHERE study = @study AND number = @number AND state = 'running'",
        new { study = _study, number });

    /// <summary>Gives a waiting trial to a worker, without what it had reported before, but for what an earlier result was measured with.</summary>
    /// <returns>The trial.</returns>
    public Answer<Trial?> Claim(int number, long worker, string now)
    {
        foreach (var delete in _deleteReported)
            delete.Run(_study, number);
        _claim.Run(_study, number, worker, now);
        return Reader.Find(number);
    }

    public void InsertMeasurement(Trial trial, Measurement measurement, long worker) =>
        _insertMeasurement.Run(_study, trial.Number, worker, trial.Attempt, measurement.Step, measurement.Value);

    public void InsertDecision(Trial trial, PruningDecision decision, long worker) =>
        _insertDecision.Run(_study, trial.Number, worker, trial.Attempt, decision.Step, decision.IsStopped ? 1 : 0, decision.Observed, StudyJson.Write(decision.Running));

    /// <returns>False where the worker does not hold the trial.</returns>
    public Answer<bool> Finish(Trial trial, TrialResult result, long worker) =>
        _finish.Run(_study, trial.Number, worker, trial.Attempt, StateNames.Of(result.State), result.Value, result.Error,
            StudyJson.WriteOrNull(result.FurtherValues), StudyJson.WriteOrNull(result.Excesses), result.IsFeasible ? 0 : 1).Then(changed => changed == 1);

    /// <returns>False where the worker does not hold the trial.</returns>
    public bool Release(Trial trial, long worker)
    {
        var key = new { study = _study, number = trial.Number, worker, attempt = trial.Attempt, how = AttemptEnds.Interrupted };
        _connection.Execute(AttemptTable.EndStatement(_dialect, HeldByWorker), key);
        return _connection.Execute($"UPDATE trials SET state = 'waiting', worker = NULL WHERE {HeldByWorker}", key) == 1;
    }

    /// <summary>Begins the lease of the worker anew that holds a trial.</summary>
    /// <returns>False where the worker does not hold the trial.</returns>
    public bool Renew(Trial trial, long worker) => _connection.Execute(
        $"UPDATE workers SET heartbeat = {_dialect.Now} WHERE id = @worker AND EXISTS (SELECT 1 FROM trials WHERE {HeldByWorker})",
        new { study = _study, number = trial.Number, worker, attempt = trial.Attempt }) == 1;

    /// <summary>The workers that hold trials of the study.</summary>
    public Answer<List<WorkerRow>> Holders() => _holders.Query(WorkerRow.Read, _study);

    /// <summary>The worker that holds a trial; null where none does.</summary>
    public WorkerRow? HolderOf(int number) => WorkerRow.HolderOf(_connection, _study, number);

    /// <summary>Takes from a worker that died all that it holds of the study.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="mostDeaths">A trial with which so many processes have died is recorded as failed; the others wait.</param>
    public void ReleaseAll(WorkerRow worker, int mostDeaths)
    {
        Attempts.EndAllOf(worker.Id, AttemptEnds.Died);
        foreach (var trial in Attempts.ReadLost(worker.Id, mostDeaths))
            Fail(trial.Number, trial.Describe(worker.Identity));
        _connection.Execute(
            "UPDATE trials SET state = 'waiting', worker = NULL WHERE study = @study AND state = 'running' AND finish_order IS NULL AND worker = @worker",
            new { study = _study, worker = worker.Id });
    }

    // One statement for all values of a trial.
    private PreparedStatement InsertOf(int values)
    {
        if (_insertValues.TryGetValue(values, out var known))
            return known;
        var rows = Enumerable.Range(0, values);
        return _insertValues[values] = new(_connection,
            $"INSERT INTO trial_values (study, trial, name, number, text) VALUES {string.Join(", ", rows.Select(i => $"(@study, @trial, @name{i}, @number{i}, @text{i})"))}",
            ["@study", "@trial", .. rows.SelectMany(i => (StatementParameter[])[$"@name{i}", Number($"@number{i}"), Text($"@text{i}")])]);
    }
}
