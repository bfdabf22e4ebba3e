using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class Nsga2Tests : StrategyContract
{
    protected override IStrategy Create() => new Nsga2 { Population = 8 };

    /// <summary>The seed is fixed.</summary>
    [Fact]
    public void A_front_comes_nearer_than_by_chance()
    {
        var (own, random) = (Volume(new Nsga2()), Volume(new RandomSearch()));

        Assert.True(own > random + 0.05, $"{own} of 0.76 at most, random search {random}");
    }

    [Fact]
    public void A_generation_is_so_many_results_whoever_proposed_them()
    {
        var rehearsal = new Rehearsal(new("queued", ExampleSpaces.Floats(2), Goal.Minimize("x"), 1), trial => TrialResult.Complete(trial.Point[0]));
        for (var i = 0; i < 8; i++)
            rehearsal.Enter(new Point([0.1 * i, 0.5]));
        rehearsal.Run(Create(), 0);

        rehearsal.Run(Create(), 1);

        Assert.Equal("generation 1", rehearsal.Proposals[^1].Note);
    }

    // The second loss is 1 − √x₁ where all other parameters are 0.
    private static double Volume(IStrategy strategy)
    {
        var found = new List<double[]>();
        var study = new StudyDefinition("front", ExampleSpaces.Floats(5), Goal.Minimize("a"), 4) { FurtherGoals = [Goal.Minimize("b")] };
        new Rehearsal(study, trial =>
        {
            var codes = trial.Point.Codes.ToArray();
            var g = 1 + 9 * codes.Skip(1).Average();
            found.Add([codes[0], g * (1 - Math.Sqrt(codes[0] / g))]);
            return TrialResult.Complete(found[^1][0]) with { FurtherValues = [found[^1][1]] };
        }).Run(strategy, 400);
        return Hypervolume.Of(found, [1.1, 1.1]);
    }
}
