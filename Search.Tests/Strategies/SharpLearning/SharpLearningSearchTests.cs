using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

// SharpLearning's package does not restore everywhere: these are compiled with -p:SharpLearning=true alone.

public sealed class SharpLearningBayesianTests : StrategyContract
{
    protected override IStrategy Create() => SharpLearningSearch.Bayesian();

    // Its trees look at every parameter in every split.
    protected override bool IsFor(string largeSpace) => largeSpace.EndsWith("options", StringComparison.Ordinal);
}

public sealed class SharpLearningSmacTests : StrategyContract
{
    protected override IStrategy Create() => SharpLearningSearch.Smac();

    protected override bool IsFor(string largeSpace) => largeSpace.EndsWith("options", StringComparison.Ordinal);
}

public sealed class SharpLearningParticleSwarmTests : StrategyContract
{
    protected override IStrategy Create() => SharpLearningSearch.ParticleSwarm();
}

public sealed class SharpLearningNelderMeadTests : StrategyContract
{
    protected override IStrategy Create() => SharpLearningSearch.NelderMead();
}

public sealed class SharpLearningSearchTests
{
    private static readonly Dictionary<string, Func<IStrategy>> Strategies = new(StringComparer.Ordinal)
    {
        ["particle swarm"] = () => SharpLearningSearch.ParticleSwarm(),
        ["three particles"] = () => SharpLearningSearch.ParticleSwarm(particles: 3),
        ["Nelder-Mead"] = SharpLearningSearch.NelderMead,
        ["SMAC"] = () => SharpLearningSearch.Smac(randomStart: 5),
        ["Bayesian"] = () => SharpLearningSearch.Bayesian(),
    };

    public static TheoryData<string> Names => [.. Strategies.Keys];

    /// <summary>Particles and simplices meet at points that are known, most of all at the ends of ranges and where there are few points.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_study_has_as_many_trials_as_its_budget(string name)
    {
        foreach (var (space, points) in ((SearchSpace, int)[])[
            (ExampleSpaces.Floats(2), 40),
            (new(new IntParameter("a", 1, 3), new IntParameter("b", 1, 3), new ChoiceParameter<int>("c", [1, 2, 3])), 12),
            (new(new ChoiceParameter<string>("only", ["one"]), new ChoiceParameter<bool>("flag", [false, true])), 2),
        ])
        {
            var rehearsal = Rehearse(space, name, trials: 60, point => point.Codes.ToArray().Sum());
            Assert.Equal(60, rehearsal.Proposals.Count);
            Assert.InRange(rehearsal.Started.Select(trial => trial.Point).Distinct().Count(), points, 60);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_one_option_of_a_parameter_has_the_code_0_and_disturbs_nobody(string name)
    {
        SearchSpace space = ExampleSpaces.Named("single options"), alone = new(space[1]);
        Rehearsal with = Rehearse(space, name, 20, point => Math.Abs(point[1] - 0.3)), without = Rehearse(alone, name, 20, point => Math.Abs(point[0] - 0.3));
        Assert.All(with.Proposals, proposal => Assert.Equal(0, proposal.Point[0]));
        Assert.True(with.Proposals.Select(proposal => proposal.Point[1]).Distinct().Count() > 10);
        Assert.Equal(with.Proposals.Count, without.Proposals.Count);
    }

    /// <summary>The best of a model's local search may be a point where a parameter is inactive, with another value that has it active.</summary>
    [Theory]
    [InlineData("SMAC")]
    [InlineData("Bayesian")]
    public void A_parameter_that_becomes_active_is_drawn_and_not_its_lowest_value(string name)
    {
        var space = SearchSpace.Trace(suggest => suggest.Bool("deep") ? suggest.Uniform("rate", 0, 1) : 0.5);
        var rehearsal = Rehearse(space, name, 40, point => point.IsActive(1) ? -point[1] : 1);
        var active = rehearsal.Started.Where(trial => trial.Point.IsActive(1)).Select(trial => trial.Point[1]).ToList();
        Assert.True(active.Count >= 5, $"{active.Count}");
        Assert.True(active.Count(rate => rate == 0) <= 1, string.Join(' ', active));
    }

    private static Rehearsal Rehearse(SearchSpace space, string name, int trials, Func<Point, double> loss)
    {
        var rehearsal = new Rehearsal(new StudyDefinition("study", space, Goal.Minimize("loss"), Seed: 3) { PlannedTrials = trials }, trial => TrialResult.Complete(loss(trial.Point)));
        rehearsal.Run(Strategies[name](), trials);
        return rehearsal;
    }
}
