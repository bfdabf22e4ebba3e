using System.Data;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A row of a store cannot be what HyperSearch wrote: it was edited by hand, or is damaged. The message names the row and says why.</summary>
internal sealed class RowException : Exception
{
    public RowException(string row, Exception cause) : base($"{row} cannot be read: {cause.Message}", cause) { }

    public RowException(string message) : base(message) { }

    /// <summary>Whether an exception comes of what was read rather than of the reading.</summary>
    public static bool IsContentError(Exception exception) =>
        exception is DataException or FormatException or JsonException or OverflowException or InvalidCastException or KeyNotFoundException or SpaceException;

    /// <summary>Turns a row into an object.</summary>
    /// <exception cref="RowException">It cannot be.</exception>
    public static T Read<T>(string row, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (IsContentError(exception))
        {
            throw new RowException(row, exception);
        }
    }

    /// <summary>The failure as a user should read it.</summary>
    /// <param name="store">The store that the row is in.</param>
    public StoreException ToStoreException(string store) =>
        new($"In {store}: {Message.TrimEnd('.')}. It was changed by hand or is damaged, and was left as it is. Restore it from a backup, or mend it by hand.", this);
}
