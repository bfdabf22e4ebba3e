using Search.Core;
using Search.Strategies;

namespace Search.Tests;

public sealed class RandomSearchTests : StrategyContract
{
    protected override IStrategy Create() => new RandomSearch();
}
