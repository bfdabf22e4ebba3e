using HyperSearch;

namespace Search.Tests;

public sealed class TpeTests : StrategyContract
{
    protected override IStrategy Create() => new Tpe();
}
