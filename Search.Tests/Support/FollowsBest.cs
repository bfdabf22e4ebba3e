using HyperSearch;

namespace Search.Tests;

/// <summary>A strategy whose proposals depend on every result, on their order, and on which trials run.</summary>
internal sealed class FollowsBest : IStrategy
{
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var sum = history.Finished.Index().Sum(item => (item.Index + 1) * (item.Item.Value ?? 0)) + history.Running.Sum(trial => trial.Point[0]);
        return new(new Point([(random.NextDouble() + Math.Abs(sum)) % 1, random.NextDouble()]));
    }
}
