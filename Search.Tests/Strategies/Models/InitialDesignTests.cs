using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>How the strategies with a model start.</summary>
public sealed class InitialDesignTests
{
    private static readonly SearchSpace Space = ExampleSpaces.Named("mixed");

    // Ten points.
    private static readonly SearchSpace FewPoints = new(new IntParameter("a", 1, 5), new ChoiceParameter<bool>("b", [false, true]));

    public static TheoryData<string, int> Strategies => new() { { "Tpe", 10 }, { "GaussianProcessSearch", 5 }, { "ForestSearch", 8 } };

    [Theory, MemberData(nameof(Strategies))]
    public void The_first_points_are_the_middle_and_then_those_of_the_Sobol_sequence(string name, int trials)
    {
        var (rehearsal, sobol) = (Rehearse(), Rehearse());

        rehearsal.Run(Create(name), trials + 1);
        sobol.Run(new SobolSearch(), trials + 1);

        Assert.All(Enumerable.Range(0, Space.Count).Where(i => !Space[i].IsCategorical), i => Assert.Equal(Space[i].Snap(0.5), rehearsal.Started[0].Point[i]));
        Assert.Equal(sobol.Started.Take(1..trials).Select(trial => trial.Point), rehearsal.Started.Take(1..trials).Select(trial => trial.Point));
        Assert.All(rehearsal.Proposals.Take(trials), proposal => Assert.Equal("start", proposal.Note));
        Assert.NotEqual("start", rehearsal.Proposals[trials].Note);
    }

    [Fact]
    public void Where_all_numbers_have_few_values_the_first_point_is_of_the_sequence_too()
    {
        var (rehearsal, sobol) = (Rehearse(FewPoints), Rehearse(FewPoints));

        rehearsal.Run(new Tpe(), 1);
        sobol.Run(new SobolSearch(), 1);

        Assert.Equal(sobol.Started[0].Point, rehearsal.Started[0].Point);
    }

    [Theory, MemberData(nameof(Strategies))]
    public void It_goes_on_until_enough_trials_have_a_result(string name, int trials)
    {
        var rehearsal = Rehearse();
        var strategy = Create(name);

        rehearsal.Run(strategy, trials + 5, workers: trials + 6, finishAll: false);

        Assert.All(rehearsal.Proposals, proposal => Assert.Equal("start", proposal.Note));
        rehearsal.Run(strategy, 0);
        rehearsal.Run(strategy, 1);
        Assert.NotEqual("start", rehearsal.Proposals[^1].Note);
    }

    [Theory, MemberData(nameof(Strategies))]
    public void Where_the_sequence_comes_to_a_point_that_was_tried_another_one_takes_its_place(string name, int trials)
    {
        var (rehearsal, sobol) = (Rehearse(FewPoints), Rehearse(FewPoints));
        sobol.Run(new SobolSearch(), 3);
        // Somebody queues the point that is to come third.
        rehearsal.Enter(sobol.Started[2].Point);

        rehearsal.Run(Create(name), trials - 1);

        Assert.Equal(sobol.Started[1].Point, rehearsal.Started[1].Point);
        Assert.Equal(trials, rehearsal.Started.Select(trial => trial.Point).Distinct().Count());
        Assert.All(rehearsal.Proposals, proposal => Assert.Equal("start", proposal.Note));
    }

    private static IStrategy Create(string name) => EveryStrategy.Create[name]();

    private static Rehearsal Rehearse(SearchSpace? space = null) => new(new("start", space ?? Space, Goal.Minimize("loss"), 6), trial => TrialResult.Complete(trial.Number));
}
