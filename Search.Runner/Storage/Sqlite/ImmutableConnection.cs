using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>A connection that locks nothing, for a file to which nobody writes.</summary>
/// <param name="source">What it opens.</param>
/// <param name="state">The file before it was opened: what was read holds if it is the same afterwards.</param>
internal sealed class ImmutableConnection(string source, FileState state) : SqliteConnection(source)
{
    /// <summary>The file before it was opened.</summary>
    public FileState Before => state;
}
