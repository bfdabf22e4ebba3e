namespace Search.Tests;

/// <summary>Keeps all cores busy until it is disposed.</summary>
internal sealed class Load : IDisposable
{
    private readonly List<Thread> _threads;
    private volatile bool _hasEnded;

    public Load()
    {
        _threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Spin) { IsBackground = true })];
        _threads.ForEach(thread => thread.Start());
    }

    public void Dispose()
    {
        _hasEnded = true;
        _threads.ForEach(thread => thread.Join());
    }

    private void Spin()
    {
        while (!_hasEnded)
            Thread.SpinWait(1000);
    }
}
