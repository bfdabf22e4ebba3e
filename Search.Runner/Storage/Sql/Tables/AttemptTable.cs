using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The attempts of a study's trials: those that ended without a result have rows of their own.</summary>
internal sealed class AttemptTable(DbConnection connection, SqlDialect dialect, long study)
{
    /// <summary>How many processes have died with the trial t in them since its last result.</summary>
    public const string Deaths =
        """
        (SELECT COUNT(*) FROM attempts a WHERE a.study = t.study AND a.trial = t.number AND a.how = 'died' AND a.attempt > (
            SELECT COALESCE(MAX(e.attempt), 0) FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number))
        """;

    /// <summary>A statement that writes down as ended, as <c>@how</c> says, the attempts that run. To be followed by what has them run no more.</summary>
    /// <param name="dialect">The database's own words.</param>
    /// <param name="condition">Which trials.</param>
    public static string EndStatement(SqlDialect dialect, string condition) =>
        $"""
        INSERT INTO attempts (study, trial, attempt, worker, started, ended, how)
        SELECT study, number, attempt, worker, started, {dialect.Now}, @how FROM trials
        WHERE state = 'running' AND finish_order IS NULL AND {condition}
        ON CONFLICT (study, trial, attempt) DO NOTHING
        """;

    /// <summary>Writes down how the attempt of a trial that runs has ended.</summary>
    public void EndRunning(int number, string how) =>
        connection.Execute(EndStatement(dialect, "study = @study AND number = @number"), new { study, number, how });

    /// <summary>The same of all trials of the study that a worker holds.</summary>
    public void EndAllOf(long worker, string how) =>
        connection.Execute(EndStatement(dialect, "study = @study AND worker = @worker"), new { study, worker, how });

    /// <summary>The trials that a worker holds and with which too many processes have died, by number.</summary>
    public IReadOnlyList<LostTrial> ReadLost(long worker, int mostDeaths) => connection.Query<LostTrial>(
        $"""
        SELECT t.number, {Deaths} AS Deaths, t.started, m.step AS LastStep, m.value AS LastValue
        FROM trials t LEFT JOIN measurements m ON m.study = t.study AND m.trial = t.number
            AND m.step = (SELECT MAX(step) FROM measurements l WHERE l.study = t.study AND l.trial = t.number)
        WHERE t.study = @study AND t.state = 'running' AND t.finish_order IS NULL AND t.worker = @worker AND {Deaths} >= @mostDeaths
        ORDER BY t.number
        """, new { study, worker, mostDeaths }).AsList();

    /// <summary>The waiting trial of lowest number with which so many processes have died already; null where there is none.</summary>
    public int? FirstWaitingAfter(int deaths) => connection.ExecuteScalar<int?>(
        $"""
        SELECT t.number FROM trials t
        WHERE t.study = @study AND t.state = 'waiting' AND t.finish_order IS NULL AND {Deaths} >= @deaths
        ORDER BY t.number LIMIT 1 {dialect.SkipLocked}
        """, new { study, deaths });

    /// <summary>Whether a worker holds a trial of the study, or one in particular.</summary>
    public bool Holds(long worker, int? number = null) => connection.ExecuteScalar<int?>(
        $"""
        SELECT 1 FROM trials WHERE study = @study AND state = 'running' AND finish_order IS NULL AND worker = @worker
            {(number is null ? "" : "AND number = @number")} LIMIT 1
        """, new { study, worker, number }) is not null;

    /// <summary>The attempts of a study's trials, by trial, in order.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="study">The study.</param>
    /// <param name="set">Of which trials; null for all.</param>
    public static IReadOnlyList<TrialAttempt> Read(DbConnection connection, long study, TrialSet? set = null)
    {
        var workers = new Dictionary<long, WorkerNames>();
        return RowException.Read("An attempt", () => connection.ReadRows(
            $"""
            SELECT a.trial, a.attempt, a.how, a.started, a.ended, w.id, w.host, w.process, w.instructions, 0
            FROM attempts a LEFT JOIN workers w ON w.id = a.worker WHERE a.study = @study AND a.attempt > 0{TrialSet.And(set, "a.trial")}
            UNION ALL
            SELECT e.trial, e.attempt, e.state, e.started, e.finished, w.id, w.host, w.process, w.instructions, 1
            FROM earlier_results e LEFT JOIN workers w ON w.id = e.worker WHERE e.study = @study AND e.attempt > 0{TrialSet.And(set, "e.trial")}
            UNION ALL
            SELECT t.number, t.attempt, t.state, t.started, t.finished, w.id, w.host, w.process, w.instructions, 2
            FROM trials t LEFT JOIN workers w ON w.id = t.worker WHERE t.study = @study AND t.attempt > 0 AND t.state <> 'waiting'{TrialSet.And(set, "t.number")}
            ORDER BY 1, 2, 10
            """, row => ReadRow(row, workers), TrialSet.ParametersOf(set, study))
            // What ended an attempt says more than the result that followed from it, as of a trial that was failed by hand.
            .DistinctBy(attempt => (attempt.Trial, attempt.Number)).ToArray());
    }

    private static TrialAttempt ReadRow(DbDataReader row, Dictionary<long, WorkerNames> workers)
    {
        var names = default(WorkerNames);
        if (row.LongOrNull(5) is { } worker && !workers.TryGetValue(worker, out names))
            workers.Add(worker, names = new(new WorkerIdentity(row.Text(6), row.Int(7), "").ToString(), row.TextOrNull(8)));
        var how = row.Text(2);
        return new(row.Int(0), row.Int(1), how == "running" ? null : AttemptEnds.Parse(how))
        {
            Worker = names.Worker,
            Instructions = names.Instructions,
            Started = Timestamps.ParseOptional(row.TextOrNull(3)),
            Ended = Timestamps.ParseOptional(row.TextOrNull(4)),
        };
    }

    // Of a process that ran many trials, once.
    private readonly record struct WorkerNames(string? Worker, string? Instructions);
}
