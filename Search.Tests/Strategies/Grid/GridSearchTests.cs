using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class GridSearchTests : StrategyContract
{
    private static readonly SearchSpace Space = new(
        new FloatParameter("lr", 1e-4, 1, Scale.Log),
        new IntParameter("depth", 1, 4),
        new ChoiceParameter<string>("activation", ["relu", "tanh"]));

    protected override bool EndsByItself => true;

    protected override IStrategy Create() => new GridSearch(levels: 2) { Rounds = 3, MostPoints = long.MaxValue };

    // The others have more points than can be counted, and are refused.
    protected override bool IsFor(string largeSpace) => largeSpace.Contains("options", StringComparison.Ordinal);

    [Fact]
    public void Levels_are_spaced_evenly_on_the_scale_of_the_parameter_and_choices_have_all_their_options()
    {
        var rehearsal = Rehearse(new GridSearch(3));

        Assert.Equal([0.0001, 0.01, 1], Numbers(rehearsal, "lr"));
        Assert.Equal([1, 3, 4], Numbers(rehearsal, "depth"));
        Assert.Equal(3 * 3 * 2, rehearsal.Started.Select(trial => trial.Point).Distinct().Count());
        Assert.Equal(18, rehearsal.Started.Count);
    }

    [Fact]
    public void Levels_may_be_counted_or_listed_for_a_parameter()
    {
        var grid = new GridSearch(3) { Axes = [GridAxis.Of("lr", 0.5, 0.02), GridAxis.Levels("depth", 1), GridAxis.Of("activation", "tanh")] };

        var rehearsal = Rehearse(grid);

        Assert.Equal(2, grid.SizeOf(Space));
        Assert.Equal([0.02, 0.5], Numbers(rehearsal, "lr"));
        Assert.Equal(2, rehearsal.Started.Count);
    }

    [Fact]
    public void A_grid_above_the_limit_is_refused_with_its_size()
    {
        var exception = Assert.Throws<SpaceException>(() => Rehearse(new GridSearch(100) { MostPoints = 500 }));

        Assert.Equal("The grid must have at most MostPoints = 500 points, but lr 100 × depth 4 × activation 2 makes 800. Use fewer levels, or raise MostPoints.", exception.Message);
    }

    [Fact]
    public void What_a_budget_leaves_out_is_told_also_of_a_grid_too_large_to_list()
    {
        var space = ExampleSpaces.Floats(2);
        var leftOut = new GridSearch(1_000) { MostPoints = long.MaxValue }.LeftOut(space, 1_500)!;

        Assert.Equal((1_000_000, 1_500), (leftOut.Combinations, leftOut.Trials));
        Assert.StartsWith("The grid has 1000000 combinations, but the budget is 1500 trials: from x0=-0.997", leftOut.ToString(), StringComparison.Ordinal);
        Assert.Null(new GridSearch(30).LeftOut(space, 900));
        Assert.NotNull(new GridSearch(30).LeftOut(space, 899));
    }

    [Fact]
    public void What_is_forbidden_or_made_equal_by_a_condition_is_not_counted()
    {
        var space = SearchSpace.Trace(s => s.Bool("more") ? s.Int("n", 1, 6) : 0, n => n > 4);

        Assert.Null(new GridSearch(6).LeftOut(space, 5));
        Assert.Equal("The grid has 5 combinations, but the budget is 3 trials: from more=true n=3 on nothing would be tried. Never tried would be n = 3, 4.", new GridSearch(6).LeftOut(space, 3)!.ToString());
    }

    [Fact]
    public void An_axis_that_is_no_parameter_is_refused() =>
        Assert.Contains("an axis 'rate'", Assert.Throws<SpaceException>(() => Rehearse(new GridSearch { Axes = [GridAxis.Levels("rate", 2)] })).Message);

    [Fact]
    public void Points_that_conditions_make_equal_are_tried_once()
    {
        var space = ExampleSpaces.Named("conditional");
        var rehearsal = new Rehearsal(new("grid", space, Goal.Minimize("loss"), 0), _ => TrialResult.Complete(0));

        Assert.False(rehearsal.Run(new GridSearch(2), 1000));
        // lr 2 × (sgd: momentum 2, adam) × (one layer: 2, three layers: 8)
        Assert.Equal(2 * 3 * 10, rehearsal.Started.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_round_is_a_finer_grid_around_the_best_point_so_far(int workers)
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1), new ChoiceParameter<int>("z", [0, 1]));
        var rehearsal = new Rehearsal(new("grid", space, Goal.Minimize("distance"), 0), trial => TrialResult.Complete(
            Math.Abs(trial.Point[0] - 0.3) + Math.Abs(trial.Point[1] - 0.9) + trial.Point[2]));

        Assert.False(rehearsal.Run(new GridSearch(3) { Rounds = 5 }, 1000, workers));

        var rounds = rehearsal.Proposals.GroupBy(proposal => proposal.Round!.Number).ToArray();
        Assert.Equal(5, rounds.Length);
        Assert.All(rounds.Skip(1), round => Assert.All(round, proposal => Assert.Equal(0, proposal.Point[2])));
        // The spacing halves from ½ four times: the best is within 1/32 on both axes.
        Assert.InRange(rehearsal.Log.Next().Best!.Value!.Value, 0, 2.0 / 32);
        Assert.Equal(rehearsal.Proposals.Count, rehearsal.Proposals.Select(proposal => proposal.Point).Distinct().Count());
    }

    [Fact]
    public void The_ranges_of_a_round_are_told_with_the_proposal()
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        var rehearsal = new Rehearsal(new("grid", space, Goal.Minimize("x"), 0), trial => TrialResult.Complete(trial.Point[0]));

        rehearsal.Run(new GridSearch(5) { Rounds = 2 }, 1000);

        var round = rehearsal.Proposals[^1].Round!;
        Assert.Equal("float x [0, 0.25]", Assert.Single(round.Ranges).ToString());
        Assert.Equal("around trial 0: x 5", round.Reason);
    }

    private static Rehearsal Rehearse(GridSearch strategy)
    {
        var rehearsal = new Rehearsal(new("grid", Space, Goal.Minimize("loss"), 0), _ => TrialResult.Complete(1));
        Assert.False(rehearsal.Run(strategy, 1000));
        return rehearsal;
    }

    private static IEnumerable<double> Numbers(Rehearsal rehearsal, string name) => rehearsal.Started
        .Select(trial => Space.ValuesOf(trial.Point).First(pair => pair.Key == name).Value.Number!.Value)
        .Distinct().Order();
}
