using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>
/// What every strategy holds to, on every kind of space and history. A strategy's test class derives from this one and says
/// how the strategy is made.
/// </summary>
public abstract partial class StrategyContract
{
    private const int Trials = 30;

    // In spaces of thousands of parameters, where a model takes its time.
    private const int LargeTrials = 12;

    public static TheoryData<string> Spaces => [.. ExampleSpaces.Names];

    public static TheoryData<string> LargeSpaces => [.. ExampleSpaces.LargeNames];

    public static TheoryData<string> Endings => [.. Results.Keys];

    /// <summary>A new instance, equal to any made before.</summary>
    protected abstract IStrategy Create();

    /// <summary>What the studies learn from; nothing by default.</summary>
    protected virtual IReadOnlyList<EarlierStudy> EarlierOf(SearchSpace space) => [];

    [Theory, MemberData(nameof(Spaces))]
    public void Proposals_stay_in_bounds(string space)
    {
        var rehearsal = Play(Minimize(space), Bowl);

        RequireInBounds(rehearsal, space);
    }

    [Fact]
    public void Every_active_parameter_has_a_code()
    {
        var rehearsal = Play(Minimize("conditional"), Bowl);

        foreach (var (proposal, trial) in rehearsal.Proposals.Zip(rehearsal.Started))
        {
            for (var i = 0; i < trial.Point.Count; i++)
                Assert.True(proposal.Point.IsActive(i) || !trial.Point.IsActive(i));
        }
    }

    [Theory, MemberData(nameof(Spaces))]
    public void The_same_history_and_stream_give_the_same_proposal_from_an_instance_that_never_saw_the_earlier_ones(string space)
    {
        var study = Minimize(space);
        var rehearsal = Play(study, Bowl, workers: 4);
        var fresh = Create();

        foreach (var (trial, proposal) in rehearsal.Started.Zip(rehearsal.Proposals).Reverse())
            RequireSame(proposal, Propose(fresh, study, rehearsal.Log.At(trial)));
    }

    /// <summary>A promoted trial takes its earlier result away from the history.</summary>
    [Theory]
    [InlineData("mixed")]
    [InlineData("conditional")]
    public void The_same_holds_where_pruned_trials_are_promoted(string space)
    {
        var study = Minimize(space);
        var rehearsal = new Rehearsal(study, trial => trial.PreviousResult is null && trial.Number % 2 == 0 ? TrialResult.Pruned(Bowl(trial).Value + 1) : Bowl(trial));
        var strategy = Create();
        for (var i = 0; i < Trials && rehearsal.Run(strategy, 1, workers: 3, finishAll: false); i++)
        {
            if (i % 4 == 3)
                rehearsal.PromoteOne();
        }

        var fresh = Create();

        // A short list may end before a promoted trial has its second result.
        Assert.True(rehearsal.Log.Observed > rehearsal.Log.Next().Finished.Count || rehearsal.Proposals.Count < Trials);
        foreach (var (trial, proposal) in rehearsal.Started.Zip(rehearsal.Proposals).Reverse())
            RequireSame(proposal, Propose(fresh, study, rehearsal.Log.At(trial)));
    }

    [Fact]
    public void An_instance_may_serve_two_studies_in_turn()
    {
        StudyDefinition[] studies = [Minimize("mixed"), Minimize("mixed") with { Name = "other", Goal = Goal.Maximize("score") }];
        var alone = studies.Select(study => Play(study, Bowl)).ToArray();
        var shared = Create();

        for (var i = 0; i < alone.Min(one => one.Started.Count); i++)
        {
            foreach (var (study, one) in studies.Zip(alone))
                RequireSame(one.Proposals[i], Propose(shared, study, one.Log.At(one.Started[i])));
        }
    }

    [Theory, MemberData(nameof(Spaces))]
    public void Maximizing_a_score_is_minimizing_its_negative(string space)
    {
        var minimizing = Minimize(space);
        var maximizing = minimizing with { Goal = Goal.Maximize("score") };

        var low = Play(minimizing, Mixed(minimizing.Space));
        var high = Play(maximizing, trial => Mixed(minimizing.Space)(trial) is { Value: { } value } result ? result with { Value = -value } : Failed);

        Assert.Equal(low.Proposals.Select(proposal => proposal.Point), high.Proposals.Select(proposal => proposal.Point));
    }

    [Theory, MemberData(nameof(Endings))]
    public void Any_history_is_survived(string ending)
    {
        foreach (var space in ExampleSpaces.Names)
            RequireInBounds(Play(Minimize(space), Results[ending]), space);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(Trials)]
    public void Many_trials_may_run_at_once(int workers)
    {
        foreach (var space in ExampleSpaces.Names)
            RequireInBounds(Play(Minimize(space), Bowl, workers), space);
    }

    [Fact]
    public void Trials_that_no_strategy_proposed_are_taken_as_they_come()
    {
        var study = Minimize("mixed");
        var rehearsal = new Rehearsal(study, Bowl);
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        for (var i = 0; i < 5; i++)
            rehearsal.Enter(study.Space.Complete(RandomSearch.Draw(study.Space, ref random).Codes));
        var queued = rehearsal.Started.Count;

        rehearsal.Run(Create(), Trials, workers: 8);

        Assert.NotEmpty(rehearsal.Proposals);
        Assert.Equal(queued + rehearsal.Proposals.Count, rehearsal.Log.Count);
    }

    /// <summary>That this is done at all shows that it is bounded: what grows with the square of these spaces takes minutes or gigabytes.</summary>
    [Theory, MemberData(nameof(LargeSpaces))]
    public void Large_spaces_are_searched(string space)
    {
        if (!IsFor(space))
            return;
        RequireInBounds(Play(Minimize(space), Bowl, workers: 2, LargeTrials), space);
    }

    /// <summary>Whether the strategy takes a space of this size at all.</summary>
    protected virtual bool IsFor(string largeSpace) => true;

    private static readonly TrialResult Failed = TrialResult.Failed("failed on purpose");

    private static readonly Dictionary<string, Func<Trial, TrialResult>> Results = new(StringComparer.Ordinal)
    {
        ["all failed"] = _ => Failed,
        ["all pruned"] = trial => TrialResult.Pruned(trial.Number % 7),
        ["all pruned without a value"] = _ => TrialResult.Pruned(null),
        ["constant"] = _ => TrialResult.Complete(0.5),
        ["two values"] = trial => TrialResult.Complete(trial.Number % 2),
        ["huge"] = trial => TrialResult.Complete(trial.Number % 2 == 0 ? double.MaxValue : double.MinValue),
        ["tiny"] = trial => TrialResult.Complete(double.Epsilon * (trial.Number % 3)),
        ["one success"] = trial => trial.Number == 3 ? TrialResult.Complete(1) : Failed,
    };

    private StudyDefinition Minimize(string name)
    {
        var space = ExampleSpaces.Named(name);
        return new("contract", space, Goal.Minimize("score"), Seed: 7) { PlannedTrials = Trials, Earlier = EarlierOf(space) };
    }

    // Best at the low ends: the sum of the squared codes of the active parameters.
    private static TrialResult Bowl(Trial trial)
    {
        var sum = 0.0;
        foreach (var code in trial.Point.Codes)
            sum += double.IsNaN(code) ? 0 : code * code;
        return TrialResult.Complete(sum);
    }

    // Some trials fail, some are pruned.
    private static Func<Trial, TrialResult> Mixed(SearchSpace space) => trial => (trial.Number % 5) switch
    {
        1 => Failed,
        3 => TrialResult.Pruned(Bowl(trial).Value + space.Count),
        _ => Bowl(trial),
    };

    private Rehearsal Play(StudyDefinition study, Func<Trial, TrialResult> result, int workers = 1, int trials = Trials)
    {
        var rehearsal = new Rehearsal(study, result);
        rehearsal.Run(Create(), trials, workers);
        Assert.NotEmpty(rehearsal.Proposals);
        return rehearsal;
    }

    private static Proposal? Propose(IStrategy strategy, StudyDefinition study, History history)
    {
        var random = history.ProposalStream();
        return strategy.Propose(history, ref random);
    }

    private static void RequireSame(Proposal expected, Proposal? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Point, actual.Point);
        Assert.Equal(expected.Note, actual.Note);
    }

    private static void RequireInBounds(Rehearsal rehearsal, string spaceName)
    {
        var space = ExampleSpaces.Named(spaceName);
        foreach (var proposal in rehearsal.Proposals)
        {
            Assert.Equal(space.Count, proposal.Point.Count);
            for (var i = 0; i < space.Count; i++)
            {
                if (proposal.Point.IsActive(i))
                    Assert.InRange(proposal.Point[i], 0, space[i].IsCategorical ? space[i].Levels!.Value - 1 : 1);
            }
        }
    }
}
