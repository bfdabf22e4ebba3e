using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class RandomSearchTests : StrategyContract
{
    protected override IStrategy Create() => new RandomSearch();

    /// <summary>Two Kolmogorov–Smirnov tests and a chi-square test of false-alarm rate 1e-6 each.</summary>
    [Fact]
    public void Proposals_are_drawn_on_the_scale_of_each_parameter()
    {
        var space = SearchSpace.Trace(s => (s.LogUniform("weight_decay", 1e-8, 1e-4), s.Uniform("dropout", 0, 0.5), s.Choice("activation", "relu", "tanh", "gelu")));
        var study = new StudyDefinition("study", space, Goal.Maximize("accuracy"), Seed: 1);
        var points = Enumerable.Range(0, 20_000).Select(number => space.Complete(Propose(study, number).Codes)).ToArray();

        // weight_decay = 10^uniform(-8, -4)
        Statistics.RequireDistribution(points.Select(point => Math.Log10(space[0].ValueOf(point[0]).Number!.Value)), x => (x + 8) / 4);
        Statistics.RequireDistribution(points.Select(point => space[1].ValueOf(point[1]).Number!.Value), x => 2 * x);
        Statistics.RequireEqualCounts([.. Enumerable.Range(0, 3).Select(option => points.Count(point => point[2] == option))]);
    }

    private static Point Propose(StudyDefinition study, int number)
    {
        var random = new RandomStream(study.Seed, number, StreamPurpose.Propose);
        return new RandomSearch().Propose(History.Of(study), ref random)!.Point;
    }
}
