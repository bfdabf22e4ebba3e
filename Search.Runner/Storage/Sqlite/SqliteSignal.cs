using System.Data.Common;
using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>Asks a connection that is kept open for SQLite's own count of what others have written. It holds no lock, and nobody waits for it.</summary>
/// <param name="connections">Opens the file.</param>
internal sealed class SqliteSignal(SqliteConnections connections) : IChangeSignal
{
    private SqliteConnection? _connection;
    private long? _version;

    public bool MayHaveChanged()
    {
        try
        {
            _connection ??= connections.OpenForReading();
            // The copy of an older file, or a file that is read as one to which nobody writes, does not count.
            if (_connection is ImmutableConnection || _connection.DataSource.Length == 0)
            {
                Close();
                return true;
            }
            var version = _connection.ExecuteScalar<long>("PRAGMA data_version");
            var isOther = version != _version;
            _version = version;
            return isOther;
        }
        catch (Exception exception) when (exception is DbException or StoreException)
        {
            // Whoever reads the store is told what is wrong with it.
            Close();
            return true;
        }
    }

    public void Dispose() => Close();

    private void Close()
    {
        _connection?.Dispose();
        (_connection, _version) = (null, null);
    }
}
