using HyperSearch;

namespace Search.Tests;

public sealed class ForestSearchTests : StrategyContract
{
    protected override IStrategy Create() => new ForestSearch();
}
