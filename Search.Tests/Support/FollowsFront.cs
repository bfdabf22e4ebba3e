using HyperSearch;

namespace Search.Tests;

/// <summary>A strategy whose proposals depend on every value of every goal, on what is missed of constraints, and on the order of the results.</summary>
internal sealed class FollowsFront : IStrategy
{
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var sum = history.Finished.Index().Sum(item => (item.Index + 1) * ((item.Item.Value ?? 0) + 3 * item.Item.FurtherValues.Sum() + 7 * item.Item.Excesses.Sum()));
        var front = ParetoFront.Of(history.Problem.Goals, history.Finished);
        var near = front.Count == 0 ? 0 : front[random.NextInt(front.Count)].Point[0];
        return new(new Point([(near + 0.1 * random.NextDouble()) % 1, (random.NextDouble() + Math.Abs(sum)) % 1]));
    }
}
