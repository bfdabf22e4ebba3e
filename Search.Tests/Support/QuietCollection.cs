namespace Search.Tests;

/// <summary>Tests that have the machine to themselves: what they look at is another where a process waits for its turn.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietCollection
{
    public const string Name = "quiet";
}
