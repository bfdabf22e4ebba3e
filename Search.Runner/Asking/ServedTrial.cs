namespace HyperSearch.Runner;

/// <summary>A trial that another program has asked for. What it says of it is done in the order in which it says it.</summary>
internal sealed class ServedTrial(HeldTrial held)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    public HeldTrial Held => held;

    /// <summary>Does something when all that was said before is done.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        lock (_lock)
        {
            var next = RunAfterAsync(_last, work);
            _last = next;
            return next;
        }
    }

    private static async Task<T> RunAfterAsync<T>(Task before, Func<Task<T>> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await work();
    }
}
