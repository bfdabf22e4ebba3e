namespace HyperSearch;

/// <summary>What a trial saved of itself before it was interrupted or stopped.</summary>
/// <param name="Step">How far it was, as in <see cref="ITrial.Report(int, double)"/>.</param>
/// <param name="Content">What it wrote.</param>
public sealed record Checkpoint(int Step, ReadOnlyMemory<byte> Content)
{
    /// <summary>The content as a stream, from its beginning.</summary>
    public Stream OpenRead() => new MemoryStream(Content.ToArray(), writable: false);
}
