using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>The contract of strategies in studies that learn from two earlier ones: one like them, and one of another space that has something in common with theirs.</summary>
public sealed class LearningFromEarlierStudiesTests : StrategyContract
{
    private const int Seeds = 10;

    private static readonly SearchSpace Space = ExampleSpaces.Named("mixed");

    protected override IStrategy Create() => new AutoSearch();

    protected override IReadOnlyList<EarlierStudy> EarlierOf(SearchSpace space) =>
    [
        EarlierSearches.Random(space, "same space", 30, Distance),
        EarlierSearches.Random(new(
            new FloatParameter("lr", 1e-3, 1, Scale.Log),
            new ChoiceParameter<string>("activation", ["gelu", "swish"]),
            new ChoiceParameter<string>("optimizer", ["adam", "sgd"]),
            new ChoiceParameter<string>("first", ["z", "a"]),
            new FloatParameter("x0", -0.5, 3),
            new IntParameter("layers", 2, 9)), "other space", 30, point => point.Codes[0]),
    ];

    // Large spaces are searched in the strategies' own contracts.
    protected override bool IsFor(string largeSpace) => largeSpace == "20,000 options";

    /// <summary>The loss of ten trials with and without, over ten seeds: the means differ threefold, the test asks for half.</summary>
    [Fact]
    public void A_related_study_leads_to_good_trials_sooner()
    {
        var earlier = EarlierSearches.Random(Space, "related", 100, point => Distance(point, 0.35));

        var (with, without) = (MeanBest([earlier], 10), MeanBest([], 10));

        Assert.True(with < 0.5 * without, $"{with} with, {without} without");
    }

    [Fact]
    public void A_related_study_helps_where_it_had_but_some_of_the_parameters()
    {
        var part = new SearchSpace([.. Space.Parameters.Take(4), new ChoiceParameter<string>("weather", ["sun", "rain"])]);
        var earlier = EarlierSearches.Random(part, "part", 100, point => point.Codes[..4].ToArray().Sum(code => Math.Pow(code - 0.35, 2)));

        var (with, without) = (MeanBest([earlier], 15), MeanBest([], 15));

        Assert.True(with < 0.9 * without, $"{with} with, {without} without");
    }

    /// <summary>The best lies where it has the worst, which the first ten trials believe.</summary>
    [Fact]
    public void A_study_of_the_opposite_is_found_out()
    {
        var earlier = EarlierSearches.Random(Space, "opposite", 100, point => -Distance(point, 0.35));

        var (misled, found) = (MeanBest([earlier], 10), MeanBest([earlier], 40));

        Assert.True(misled > 2, $"{misled}");
        Assert.True(found < 0.5, $"{found}");
    }

    [Fact]
    public void A_study_whose_losses_have_nothing_to_do_with_its_trials_is_not_learnt_from()
    {
        var earlier = EarlierSearches.Shuffled(EarlierSearches.Random(Space, "related", 100, point => Distance(point, 0.35)));

        Assert.Equal(Points(Play([], 1, 12)), Points(Play([earlier], 1, 12)));
    }

    [Fact]
    public void Settings_that_are_no_study_are_tried_in_their_order_and_nothing_else_is_learnt_from_them()
    {
        var settings = EarlierSearches.Random(Space, "settings", 8, point => Distance(point, 0.35)) with { IsPortfolio = true };
        var inOrder = settings.Trials.OrderBy(trial => trial.Loss).Select(trial => Space.PointOf(trial.Values));

        var rehearsal = Play([settings], 2, 12);

        Assert.Equal(inOrder.Take(5), Points(rehearsal)[..5]);
        Assert.All(rehearsal.Proposals[..5], proposal => Assert.Equal("earlier studies: settings", proposal.Note));
        Assert.All(rehearsal.Proposals[5..], proposal => Assert.DoesNotContain("earlier", proposal.Note));
    }

    [Fact]
    public void Notes_say_where_a_trial_is_from_and_what_earlier_studies_weigh()
    {
        var proposals = Play(EarlierOf(Space), 0, 11).Proposals;

        Assert.All(proposals[..5], proposal => Assert.Matches("^earlier studies: (same space|other space)$", proposal.Note));
        Assert.All(proposals[5..10], proposal => Assert.Matches("log expected improvement -?[0-9.]+, earlier studies weigh [0-9]+ %$", proposal.Note));
        Assert.EndsWith("start", proposals[10].Note);
    }

    [Fact]
    public void Studies_that_say_nothing_of_the_space_change_nothing()
    {
        var unrelated = EarlierSearches.Random(ExampleSpaces.Floats(2), "unrelated", 20, Distance);
        var strategy = new GaussianProcessSearch();

        Assert.Equal(Points(Play(strategy, [], 3, 20)), Points(Play(new GaussianProcessSearch(), [unrelated], 3, 20)));
        Assert.True(strategy.LearnsFromEarlierStudies);
    }

    private double MeanBest(EarlierStudy[] earlier, int trials) => Enumerable.Range(0, Seeds).Average(seed => Play(earlier, seed, trials).Log.Next().Best!.Value!.Value);

    private Rehearsal Play(IReadOnlyList<EarlierStudy> earlier, int seed, int trials) => Play(Create(), earlier, seed, trials);

    private static Rehearsal Play(IStrategy strategy, IReadOnlyList<EarlierStudy> earlier, int seed, int trials)
    {
        var rehearsal = new Rehearsal(new("learning", Space, Goal.Minimize("x"), (ulong)seed) { Earlier = earlier }, trial => TrialResult.Complete(Distance(trial.Point, 0.3)));
        rehearsal.Run(strategy, trials);
        return rehearsal;
    }

    private static Point[] Points(Rehearsal rehearsal) => [.. rehearsal.Started.Select(trial => trial.Point)];

    private static double Distance(Point point) => Distance(point, 0.3);

    private static double Distance(Point point, double optimum) => point.Codes.ToArray().Sum(code => double.IsNaN(code) ? 0 : Math.Pow(code - optimum, 2));
}
