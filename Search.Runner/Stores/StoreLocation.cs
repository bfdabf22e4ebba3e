using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Where studies are recorded, by the name that a person gives it: a SQLite file, or the address of a PostgreSQL database.</summary>
internal sealed class StoreLocation
{
    private readonly string _name;

    /// <exception cref="StoreException">It names neither a file nor a database.</exception>
    public StoreLocation(string name) => _name = StoreName.Objection(name) is { } objection ? throw new StoreException(objection) : name;

    /// <summary>Whether there is something to open. Of a server that is not asked.</summary>
    public bool Exists => StoreName.IsPostgres(_name) || File.Exists(_name);

    /// <summary>Why it is not safe to write there; null where it is.</summary>
    public string? Warning => StoreName.IsPostgres(_name) ? null : NetworkFileSystem.WarningOf(_name);

    /// <summary>Where checkpoints lie as files: beside the file; null where they lie in the database.</summary>
    public string? CheckpointFolder => StoreName.IsPostgres(_name) ? null : _name + "-checkpoints";

    /// <summary>Opens it for writing; a file that does not exist is made with the first write.</summary>
    public SqlStudyStore Open(StoreOptions? worker = null) =>
        StoreName.IsPostgres(_name) ? new PostgresStudyStore(_name, worker) : new SqliteStudyStore(_name, worker);

    public override string ToString() => Passwords.Mask(_name);
}
