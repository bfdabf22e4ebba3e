using Search.Core;
using Search.Strategies;

namespace Search.Tests;

public sealed class CmaEsTests : StrategyContract
{
    protected override IStrategy Create() => new CmaEs();
}
