using HyperSearch;

namespace Search.Tests;

public sealed class RacingSearchTests : StrategyContract
{
    protected override IStrategy Create() => new ReplicatedSearch(new RandomSearch(), Replicates.Racing);
}
