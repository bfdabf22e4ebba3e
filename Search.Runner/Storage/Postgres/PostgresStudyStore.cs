using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Studies in a PostgreSQL database, which processes on any number of machines may share.</summary>
/// <remarks>
/// The tables are in the schema <c>hypersearch</c>, made by the first study that is opened. A server that restarts or cannot be
/// reached for a moment is waited for. What the address leaves out comes from where PostgreSQL's own programs find it:
/// <c>PGPASSWORD</c>, <c>~/.pgpass</c>, <c>PGUSER</c> and so on.
/// </remarks>
/// <param name="address"><c>postgres://user@host:port/database</c>, or <c>Host=…;Database=…</c>.</param>
/// <param name="options">Who this process is to the others that use the database.</param>
/// <exception cref="StoreException">The address cannot be read.</exception>
public sealed class PostgresStudyStore(string address, StoreOptions? options = null) : SqlStudyStore(new PostgresDatabase(PostgresAddress.Parse(address)), options);
