using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Narrowing around a strategy that knows no chance.</summary>
public sealed class NarrowingOfSobolTests : StrategyContract
{
    protected override bool TakesSeveralGoals => false;

    protected override IStrategy Create() => new Narrowing(new SobolSearch()) { RoundLength = 8, Explore = 0 };
}

/// <summary>Narrowing around a strategy that comes to an end.</summary>
public sealed class NarrowingOfGridTests : StrategyContract
{
    protected override bool TakesSeveralGoals => false;

    protected override bool EndsByItself => true;

    protected override IStrategy Create() => new Narrowing(new GridSearch(2) { MostPoints = long.MaxValue }) { RoundLength = 4 };

    // The others have more points than can be counted, and are refused.
    protected override bool IsFor(string largeSpace) => largeSpace.Contains("options", StringComparison.Ordinal);
}

public sealed class NarrowingTests : StrategyContract
{
    protected override bool TakesSeveralGoals => false;

    private static readonly SearchSpace Space = new(
        new FloatParameter("lr", 1e-6, 1, Scale.Log),
        new FloatParameter("noise", 0, 1),
        new ChoiceParameter<string>("activation", ["relu", "tanh", "gelu", "none"]));

    protected override IStrategy Create() => new Narrowing(new RandomSearch()) { RoundLength = 6 };

    [Fact]
    public void The_first_round_searches_the_declared_ranges_and_the_later_ones_less()
    {
        var rounds = RoundsOf(Play(100));

        Assert.Equal(Space.Parameters.Select(p => p.Definition), rounds[0].Ranges);
        Assert.Equal("the declared ranges", rounds[0].Reason);
        // lr = 0.01 and relu are best.
        Assert.InRange(Math.Log10(rounds[^1].Ranges[0].High!.Value / rounds[^1].Ranges[0].Low!.Value), 0, 3);
        Assert.True(rounds[^1].Ranges[0].Covers(ParameterValue.Of(0.01)));
        Assert.Contains(ParameterValue.Of("relu"), rounds[^1].Ranges[2].Options!);
        Assert.StartsWith("around the best 9 of 90 trials; ", rounds[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void But_for_the_quota_that_explores_proposals_lie_in_the_ranges_of_their_round()
    {
        foreach (var proposal in Play(100).Proposals)
        {
            if (!proposal.Note!.EndsWith(", exploring", StringComparison.Ordinal))
                Assert.All(Space.ValuesOf(proposal.Point).Zip(proposal.Round!.Ranges), pair => Assert.True(pair.Second.Covers(pair.First.Value)));
        }
    }

    [Fact]
    public void Of_each_round_the_quota_explores()
    {
        var rounds = Play(100).Proposals.GroupBy(proposal => proposal.Round!.Number);

        Assert.All(rounds, round => Assert.Equal(2, round.Count(proposal => proposal.Note!.EndsWith(", exploring", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    [InlineData("process")]
    [InlineData("forest")]
    [InlineData("cma")]
    [InlineData("auto")]
    [InlineData("grid")]
    [InlineData("narrowing")]
    public void Any_strategy_searches_any_space_in_rounds(string inner)
    {
        foreach (var name in ExampleSpaces.Names.Concat(inner is "random" or "tpe" ? ExampleSpaces.LargeNames : ["20,000 options"]))
        {
            var space = ExampleSpaces.Named(name);
            IStrategy Inner() => inner switch
            {
                "random" => new RandomSearch(),
                "sobol" => new SobolSearch(),
                "tpe" => new Tpe(),
                "process" => new GaussianProcessSearch(),
                "forest" => new ForestSearch(),
                "cma" => new CmaEs(),
                "auto" => new AutoSearch(),
                "narrowing" => new Narrowing(new Tpe()) { RoundLength = 5 },
                _ => new GridSearch(2) { Rounds = 3, MostPoints = long.MaxValue },
            };
            var rehearsal = new Rehearsal(new("rounds", space, Goal.Minimize("loss"), 4), trial => trial.Number % 7 == 3
                ? TrialResult.Failed("no")
                : TrialResult.Complete(trial.Point.Codes.ToArray().Where(double.IsFinite).Sum()));

            rehearsal.Run(new Narrowing(Inner()) { RoundLength = 8, Patience = 3 }, 40, workers: 2);

            Assert.NotEmpty(rehearsal.Proposals);
            Assert.All(rehearsal.Proposals, proposal => Assert.Equal(space.Count, proposal.Point.Count));
        }
    }

    /// <summary>Each round halves the ranges at least: they come down to a single value, and stay there.</summary>
    [Theory]
    [InlineData("extreme ranges")]
    [InlineData("one parameter")]
    public void Ranges_may_shrink_to_nothing(string name)
    {
        var space = ExampleSpaces.Named(name);
        var rehearsal = new Rehearsal(new("rounds", space, Goal.Minimize("loss"), 4), trial => TrialResult.Complete(trial.Point.Codes.ToArray().Sum(code => Math.Pow(code - 0.6, 2))));

        rehearsal.Run(new Narrowing(new RandomSearch()) { RoundLength = 6, Chance = 0.99, Margin = 0, EliteShare = 0.01, Explore = 0, Patience = 1000 }, 600);

        Assert.Equal(600, rehearsal.Proposals.Count);
    }

    [Fact]
    public void A_best_value_at_an_edge_widens_that_edge()
    {
        var rules = new NarrowingRules(0.1, 0.1, 0.5);
        // Seen so far: a range [0.5, 0.7] whose best values are at its low end.
        double[] codes = [0.5, 0.51, 0.52, 0.53, .. Enumerable.Range(0, 16).Select(i => i / 16.0)];

        var (range, move) = rules.Next(new FloatParameter("x", 0, 1), new(0.5, 0.7, null), codes, elites: 4);

        Assert.Equal(NarrowingMove.Widened, move);
        Assert.Equal(0.45, range.Low, 9);
        Assert.InRange(range.High, 0.53, 0.6);
    }

    [Fact]
    public void An_edge_is_not_widened_beyond_the_declared_bound()
    {
        double[] codes = [0.01, 0.02, 0.03, 0.04, .. Enumerable.Range(0, 16).Select(i => i / 16.0)];

        var (range, _) = new NarrowingRules(0.1, 0.1, 0.5).Next(new FloatParameter("x", 0, 1), new(0, 0.2, null), codes, elites: 4);

        Assert.Equal(0, range.Low);
    }

    [Fact]
    public void A_parameter_whose_best_values_are_spread_as_by_chance_is_kept()
    {
        double[] codes = [0.1, 0.9, 0.3, 0.6, .. Enumerable.Range(0, 16).Select(i => i / 16.0)];

        Assert.Equal((new ParameterRange(0, 1, null), NarrowingMove.Kept),
            new NarrowingRules(0.1, 0.1, 0.5).Next(new FloatParameter("x", 0, 1), new(0, 1, null), codes, elites: 4));
    }

    [Fact]
    public void An_option_falls_away_that_no_good_trial_has_and_comes_back_when_one_has()
    {
        var rules = new NarrowingRules(0.2, 0.1, 0.5);
        var parameter = new ChoiceParameter<string>("activation", ["relu", "tanh"]);

        var (without, _) = rules.Next(parameter, ParameterRange.Full(parameter), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1], elites: 4);
        Assert.Equal([0], without.Options!);
        var (back, move) = rules.Next(parameter, without, [1, 0, 0, 0, 1, 1, 1, 1, 1, 1], elites: 4);
        Assert.Equal([0, 1], back.Options!);
        Assert.Equal(NarrowingMove.Widened, move);
    }

    [Fact]
    public void It_ends_when_the_ranges_have_stopped_to_shrink()
    {
        var rehearsal = new Rehearsal(Study, _ => TrialResult.Failed("nothing to learn from"));

        Assert.False(rehearsal.Run(new Narrowing(new RandomSearch()) { Patience = 3 }, 1000));
        // The first round and two that did not shrink it: the third that would not is not begun.
        Assert.Equal(30, rehearsal.Started.Count);
    }

    [Fact]
    public void Rounds_are_the_same_when_results_arrive_out_of_order_and_are_replayed()
    {
        var rehearsal = new Rehearsal(Study, Score);
        rehearsal.Run(new Narrowing(new RandomSearch()), 60, workers: 8);

        foreach (var round in rehearsal.Proposals.GroupBy(proposal => proposal.Round!.Number))
            Assert.Single(round.Select(proposal => proposal.Round!.Reason).Distinct());
    }

    /// <summary>On a bowl with one idle parameter, by the mean over 20 seeds, which are fixed: the outcome is the same in every run.</summary>
    [Fact]
    public void It_finds_better_values_than_the_strategy_it_wraps()
    {
        double Mean(Func<IStrategy> create) => Enumerable.Range(0, 20).Average(seed =>
        {
            var rehearsal = new Rehearsal(Study with { Seed = (ulong)seed }, Score);
            rehearsal.Run(create(), 100);
            return rehearsal.Log.Next().Best!.Value!.Value;
        });

        Assert.InRange(Mean(() => new Narrowing(new RandomSearch())), 0, 0.5 * Mean(() => new RandomSearch()));
    }

    private static StudyDefinition Study => new("narrowing", Space, Goal.Minimize("loss"), 5);

    private static TrialResult Score(Trial trial) =>
        TrialResult.Complete(Math.Abs(trial.Point[0] - 2.0 / 3) + (trial.Point[2] == 0 ? 0 : 0.2));

    private static Rehearsal Play(int trials)
    {
        var rehearsal = new Rehearsal(Study, Score);
        Assert.True(rehearsal.Run(new Narrowing(new RandomSearch()), trials));
        return rehearsal;
    }

    private static SearchRound[] RoundsOf(Rehearsal rehearsal) =>
        [.. rehearsal.Proposals.Select(proposal => proposal.Round!).DistinctBy(round => round.Number)];
}
