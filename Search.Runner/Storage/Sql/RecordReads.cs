namespace HyperSearch.Runner;

/// <summary>Runs what reads a record.</summary>
/// <param name="areInline">
/// Whether by whoever asks, for a program that has nothing else to do until it is answered: to hand reading over to another thread, and
/// the answer back, compiles more methods than the start of a command has time for.
/// </param>
internal sealed class RecordReads(bool areInline)
{
    /// <summary>The answer; what <paramref name="read"/> throws is in the task.</summary>
    public Task<T> RunAsync<T>(Func<T> read, CancellationToken cancel)
    {
        if (!areInline)
            return Task.Run(read, cancel);
        if (cancel.IsCancellationRequested)
            return Task.FromCanceled<T>(cancel);
        try
        {
            return Task.FromResult(read());
        }
#pragma warning disable CA1031 // It comes out of the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(exception);
        }
    }
}
