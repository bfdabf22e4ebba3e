using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>workers</c>: a process that has opened the store for running trials.</summary>
internal sealed class WorkerRow
{
    public const string Select = "SELECT id, host, process, process_started AS ProcessStarted, boot, heartbeat, lease FROM workers";

    /// <summary>The workers that hold trials of <c>@study</c>.</summary>
    public const string HoldersOfStudy = Select + " WHERE id IN (SELECT worker FROM trials WHERE study = @study AND state = 'running' AND finish_order IS NULL)";

    public long Id { get; init; }

    public required string Host { get; init; }

    public int Process { get; init; }

    public required string ProcessStarted { get; init; }

    public string? Boot { get; init; }

    public required string Heartbeat { get; init; }

    /// <summary>Seconds.</summary>
    public double Lease { get; init; }

    public WorkerIdentity Identity => new(Host, Process, ProcessStarted) { Boot = Boot };

    /// <summary>The workers that hold trials of a study.</summary>
    public static IEnumerable<WorkerRow> HoldersOf(DbConnection connection, long study) =>
        RowException.Read("A worker", () => connection.Query<WorkerRow>(HoldersOfStudy, new { study }));

    /// <summary>Reads the columns of <see cref="Select"/>.</summary>
    public static WorkerRow Read(DbDataReader row) => RowException.Read("A worker", () => new WorkerRow
    {
        Id = row.Long(0),
        Host = row.Text(1),
        Process = row.Int(2),
        ProcessStarted = row.Text(3),
        Boot = row.TextOrNull(4),
        Heartbeat = row.Text(5),
        Lease = row.Number(6),
    });

    /// <summary>The worker that holds a trial; null where none does.</summary>
    public static WorkerRow? HolderOf(DbConnection connection, long study, int number) => connection.QuerySingleOrDefault<WorkerRow>(
        Select + " WHERE id = (SELECT worker FROM trials WHERE study = @study AND number = @number AND state = 'running')", new { study, number });

    /// <summary>Whether it will not come back: its process is gone, or, where that cannot be told from here, its lease has run out.</summary>
    /// <param name="now">By the clock that wrote <see cref="Heartbeat"/>.</param>
    public bool IsDead(DateTimeOffset now) => Identity.IsAlive() is { } isAlive
        ? !isAlive
        : now - RowException.Read($"Worker {Id}", () => Timestamps.Parse(Heartbeat)) > TimeSpan.FromSeconds(Lease);
}
