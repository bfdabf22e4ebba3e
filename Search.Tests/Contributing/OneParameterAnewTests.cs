using HyperSearch;

namespace Search.Tests;

public sealed class OneParameterAnewTests : StrategyContract
{
    protected override IStrategy Create() => new OneParameterAnew();
}
