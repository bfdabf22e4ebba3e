using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A write that waits for its transaction.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Whether somebody waits for it.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Runs it in a transaction, also anew where one was rolled back.</summary>
    public abstract void Apply(DbConnection connection);

    /// <summary>Whether its answer has come. It must before the commit, whose own answer may be lost.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>It is committed.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>A write with an answer.</summary>
internal sealed class QueuedWrite<T>(Func<DbConnection, Answer<T>> apply) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Answer<T>? _result;

    public Task<T> Task => _source.Task;

    public override void Apply(DbConnection connection) => _result = apply(connection);

    public override bool IsAnswered => _result!.IsThere;

    public override void Complete() => _source.SetResult(_result!.Value);

    public override void Fail(Exception exception) => _source.SetException(exception);
}
