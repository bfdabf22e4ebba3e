using HyperSearch;

namespace Search.Tests;

public sealed class ReplicatedSearchTests : StrategyContract
{
    protected override IStrategy Create() => new ReplicatedSearch(new RandomSearch(), 3);
}
