using HyperSearch.Core;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Polly.Timeout;

namespace HyperSearch.Runner;

/// <summary>What the errors of a SQLite file mean, and what a user should do.</summary>
/// <param name="file">The file.</param>
/// <param name="lockTimeout">How long a lock is waited for.</param>
/// <param name="readWorkers">Reads who works on the file: readers do not wait for the lock, so the record itself can tell who may have it.</param>
internal sealed class SqliteErrors(SqliteFile file, TimeSpan lockTimeout, Func<IReadOnlyList<WorkerRow>> readWorkers)
{
    // Result codes, https://www.sqlite.org/rescode.html.
    public const int Corrupt = 11, NotADatabase = 26;

    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14;

    // No room for the memory that processes share, which is a file beside the database.
    private const int NoRoomToShare = InputOutput | (19 << 8);

    public static bool IsBusy(SqliteException exception) => IsBusy(exception.SqliteErrorCode);

    public static bool IsBusy(int code) => code is Busy or Locked;

    /// <summary>Whether SQLite could not write where it wanted to.</summary>
    public static bool IsUnwritable(SqliteException exception) => exception.SqliteErrorCode is ReadOnly or CannotOpen;

    /// <summary>The file counts as busy: what was read is void.</summary>
    public static SqliteException WrittenMeanwhile() => new("the file was written to while it was read", Busy);

    /// <summary>The log of a file that may not be written to cannot be read.</summary>
    public static SqliteException UnreadableLog() => new("the log cannot be read without writing", CannotOpen);

    /// <summary>The failure as a user should read it.</summary>
    public Exception Explain(Exception exception) => exception switch
    {
        RowException row => row.ToStoreException(file.ToString()),
        TimeoutRejectedException => new StoreException(LockedMessage(), exception),
        SqliteException sqlite => new StoreException(Message(sqlite), exception),
        _ => exception,
    };

    private string Message(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Busy or Locked => LockedMessage(),
        ReadOnly or CannotOpen when file.HasLog => $"The file {file} is read-only, or its folder is, and a part of the record is still in {file}-wal, for which both must be writable, and {file}-shm too, if it is there. Make them so, or copy the file and its -wal to another folder.",
        ReadOnly or CannotOpen when file.State().HasCompanions => $"The files {file}-wal and {file}-shm cannot be used: a process of another user may have left them. Make both writable, or remove them when no process works on {file}: there is nothing of the record in them.",
        ReadOnly => ReadOnlyMessage(file),
        Full or InputOutput when exception.SqliteErrorCode == Full || exception.SqliteExtendedErrorCode == NoRoomToShare =>
            $"The disk of {file} is full. Make room and run again: what was recorded before is kept.",
        InputOutput => $"The file {file} cannot be read or written ({exception.Message}). Look after the disk and run again: what was recorded before is kept.",
        Corrupt => DamagedMessage(file),
        CannotOpen => $"The file {file} cannot be opened. See whether it and its folder may be written to, and are not on a read-only disk.",
        NotADatabase => NoDatabaseMessage(file),
        _ => $"The file {file} cannot be used: {exception.Message}",
    };

    public static string ReadOnlyMessage(SqliteFile file) => $"The file {file} is read-only, or lies on a read-only disk. Make it and its folder writable, or name another file.";

    public static string DamagedMessage(SqliteFile file) => $"The file {file} is damaged or cut off. It was left as it is. Restore it from a backup, or name another file.";

    public static string NoDatabaseMessage(SqliteFile file) => $"The file {file} is not a database. It was left as it is. Name another file.";

    private string LockedMessage() =>
        $"The file {file} has been locked by another process for {lockTimeout.TotalSeconds} s.{Holders()} Wait for it to end, or end it, and run again: nothing is lost.";

    private string Holders()
    {
        try
        {
            var alive = readWorkers()
                .Select(row => row.Identity)
                .Where(worker => worker != WorkerIdentity.OfThisProcess && worker.IsAlive() == true)
                .Distinct().ToList();
            return alive.Count > 0 ? $" At work on it: {string.Join(", ", alive)}." : "";
        }
        catch (Exception exception) when (exception is DbException or StoreException or DataException)
        {
            return "";
        }
    }
}
