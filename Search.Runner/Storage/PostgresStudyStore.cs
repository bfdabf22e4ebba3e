namespace Search.Runner;

/// <summary>Studies in a PostgreSQL database, for processes on any number of machines.</summary>
/// <remarks>The password comes from the usual places, <c>PGPASSWORD</c> or <c>.pgpass</c>. The tables are made by the first use.</remarks>
/// <param name="address"><c>postgres://user@host:port/database</c> or <c>Host=…;Database=…</c>.</param>
/// <param name="options">Who this process is to the others that use the database.</param>
public sealed class PostgresStudyStore(string address, StoreOptions? options = null) : SharedStudyStore(new PostgresDatabase(address), options)
{
    /// <summary>Whether a text names a PostgreSQL database rather than a file.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
        || text.Contains("Host=", StringComparison.OrdinalIgnoreCase);
}
