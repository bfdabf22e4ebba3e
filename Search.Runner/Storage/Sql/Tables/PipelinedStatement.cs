using System.Data.Common;
using System.Runtime.ExceptionServices;

namespace HyperSearch.Runner;

/// <summary>A statement that waits to be sent, with the values of its parameters.</summary>
/// <param name="text">The statement.</param>
/// <param name="values">The values of its parameters.</param>
/// <param name="read">Reads the rows of the answer; null for a statement that has none.</param>
internal sealed class PipelinedStatement(PipelinedText text, object?[] values, Action<DbDataReader>? read)
{
    private DbBatchCommand? _command;
    private ExceptionDispatchInfo? _unreadable;

    /// <summary>Whether it answers with rows.</summary>
    public bool HasRows => read is not null;

    /// <summary>How many rows it has changed; null until it is answered.</summary>
    public int? Changed { get; private set; }

    /// <summary>Makes it a part of a batch.</summary>
    public void AddTo(DbBatch batch)
    {
        _command = text.Take(batch);
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        batch.BatchCommands.Add(_command);
    }

    /// <summary>Reads the rows of the answer. Where they are no such rows, whoever asked for them is told.</summary>
    public void Read(DbDataReader rows)
    {
        try
        {
            read!(rows);
        }
        catch (Exception exception) when (RowException.IsContentError(exception))
        {
            _unreadable = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>The batch is answered.</summary>
    public void Complete()
    {
        Changed = _command!.RecordsAffected;
        text.GiveBack(_command);
    }

    /// <summary>Throws what was thrown when the rows were read.</summary>
    public void ThrowIfUnreadable() => _unreadable?.Throw();
}
