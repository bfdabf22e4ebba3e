namespace HyperSearch.Runner;

/// <summary>Tells cheaply whether a store need be read again. Not safe for use by several threads.</summary>
internal interface IChangeSignal : IDisposable
{
    /// <summary>Whether something may have been written since it was asked last; the first time it may.</summary>
    bool MayHaveChanged();
}

/// <summary>The signal of a database that cannot tell.</summary>
internal sealed class NoSignal : IChangeSignal
{
    public bool MayHaveChanged() => true;

    public void Dispose() { }
}
