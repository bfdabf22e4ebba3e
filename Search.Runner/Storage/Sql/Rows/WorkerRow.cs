using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>workers</c>: a process that has opened the store for running trials.</summary>
internal sealed class WorkerRow
{
    public const string Select = "SELECT id, host, process, process_started AS ProcessStarted, boot, heartbeat, lease FROM workers";

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
    public static IEnumerable<WorkerRow> HoldersOf(DbConnection connection, long study) => RowException.Read("A worker", () => connection.Query<WorkerRow>(
        Select + " WHERE id IN (SELECT worker FROM trials WHERE study = @study AND state = 'running' AND finish_order IS NULL)", new { study }));

    /// <summary>The worker that holds a trial; null where none does.</summary>
    public static WorkerRow? HolderOf(DbConnection connection, long study, int number) => connection.QuerySingleOrDefault<WorkerRow>(
        Select + " WHERE id = (SELECT worker FROM trials WHERE study = @study AND number = @number AND state = 'running')", new { study, number });

    /// <summary>Whether it will not come back: its process is gone, or, where that cannot be told from here, its lease has run out.</summary>
    /// <param name="now">By the clock that wrote <see cref="Heartbeat"/>.</param>
    public bool IsDead(DateTimeOffset now) => Identity.IsAlive() is { } isAlive
        ? !isAlive
        : now - RowException.Read($"Worker {Id}", () => Timestamps.Parse(Heartbeat)) > TimeSpan.FromSeconds(Lease);
}
