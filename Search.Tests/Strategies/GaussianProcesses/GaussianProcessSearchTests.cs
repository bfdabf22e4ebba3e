using HyperSearch;

namespace Search.Tests;

public sealed class GaussianProcessSearchTests : StrategyContract
{
    protected override IStrategy Create() => new GaussianProcessSearch();
}
