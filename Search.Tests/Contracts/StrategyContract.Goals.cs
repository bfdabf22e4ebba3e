using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Several goals, and constraints, on every kind of space.</summary>
public abstract partial class StrategyContract
{
    private const int GoalTrials = 16;

    public static TheoryData<int, int> GoalsAndConstraints => new() { { 1, 1 }, { 2, 0 }, { 2, 1 }, { 4, 0 }, { 4, 2 } };

    /// <summary>Whether the strategy may be used with several goals: the runner refuses the others.</summary>
    protected virtual bool TakesSeveralGoals => true;

    [Theory, MemberData(nameof(GoalsAndConstraints))]
    public void With_goals_and_constraints_an_instance_that_never_saw_the_earlier_proposals_gives_the_same(int goals, int constraints)
    {
        foreach (var space in SpacesFor(goals))
        {
            var study = Minimize(space, goals, constraints);
            var rehearsal = new Rehearsal(study, trial => EndByGoals(trial, goals, constraints, sign: 1));
            rehearsal.Run(Create(), GoalTrials, workers: 3);
            var fresh = Create();

            Assert.NotEmpty(rehearsal.Proposals);
            RequireInBounds(rehearsal, space);
            foreach (var (trial, proposal) in rehearsal.Started.Zip(rehearsal.Proposals).Reverse())
                RequireSame(proposal, Propose(fresh, study, rehearsal.Log.At(trial)));
        }
    }

    [Theory, MemberData(nameof(GoalsAndConstraints))]
    public void Maximizing_all_goals_is_minimizing_their_negatives(int goals, int constraints)
    {
        foreach (var space in SpacesFor(goals))
        {
            var minimizing = Minimize(space, goals, constraints);
            var maximizing = minimizing with { Goal = Goal.Maximize("score"), FurtherGoals = [.. minimizing.FurtherGoals.Select(goal => Goal.Maximize(goal.Metric))] };
            var (low, high) = (new Rehearsal(minimizing, trial => EndByGoals(trial, goals, constraints, sign: 1)), new Rehearsal(maximizing, trial => EndByGoals(trial, goals, constraints, sign: -1)));

            low.Run(Create(), GoalTrials);
            high.Run(Create(), GoalTrials);

            Assert.Equal(low.Proposals.Select(proposal => proposal.Point), high.Proposals.Select(proposal => proposal.Point));
        }
    }

    [Theory, MemberData(nameof(GoalsAndConstraints))]
    public void Any_history_with_goals_and_constraints_is_survived(int goals, int constraints)
    {
        foreach (var space in SpacesFor(goals).Where(name => name is "conditional" or "no parameters"))
        {
            foreach (var result in (Func<Trial, TrialResult>[])
            [
                trial => Ended(goals, constraints, value: 0.5, excess: 1),
                trial => Ended(goals, constraints, value: trial.Number % 2, excess: -1),
                trial => Ended(goals, constraints, value: trial.Number % 2 == 0 ? double.MaxValue : double.MinValue, excess: trial.Number % 3 - 1),
                trial => Ended(goals, constraints, value: trial.Number, excess: trial.Number % 2 == 0 ? double.MaxValue : double.MinValue),
                trial => trial.Number == 3 ? Ended(goals, constraints, value: 1, excess: 0) : Failed,
                _ => Failed,
            ])
            {
                var rehearsal = new Rehearsal(Minimize(space, goals, constraints), result);
                rehearsal.Run(Create(), GoalTrials, workers: 2);
                RequireInBounds(rehearsal, space);
            }
        }
    }

    [Fact]
    public void A_study_of_two_goals_replays()
    {
        if (!TakesSeveralGoals)
            return;
        var study = Minimize("mixed", goals: 2, constraints: 1);
        var rehearsal = new Rehearsal(study, trial => EndByGoals(trial, 2, 1, sign: 1)) { AsRunner = true };

        rehearsal.Run(Create(), GoalTrials, workers: 4);

        var trials = rehearsal.Log.Next().Finished.OrderBy(trial => trial.Number).ToArray();
        Assert.Equal(new ReplayResult(trials.Length, null), Replay.Run(study, Create(), trials));
    }

    private string[] SpacesFor(int goals) => goals > 1 && !TakesSeveralGoals ? [] : ["mixed", "choices only", "conditional", "no parameters"];

    private StudyDefinition Minimize(string space, int goals, int constraints) => Minimize(space) with
    {
        FurtherGoals = [.. Enumerable.Range(1, goals - 1).Select(goal => Goal.Minimize($"score {goal}"))],
        Constraints = [.. Enumerable.Range(0, constraints).Select(constraint => Constraint.AtMost($"limit {constraint}", 0.1))],
    };

    // Each goal has another optimum; about half of the trials miss a constraint, and one in nine fails.
    private static TrialResult EndByGoals(Trial trial, int goals, int constraints, int sign)
    {
        if (trial.Number % 9 == 4)
            return Failed;
        double[] codes = [.. trial.Point.Codes.ToArray().Select(code => double.IsNaN(code) ? 0.5 : code)];
        double Bowl(int goal) => sign * codes.Select((code, i) => (code - (goal + i) % 3 / 2.0) * (code - (goal + i) % 3 / 2.0)).Sum();
        return TrialResult.Complete(Bowl(0)) with
        {
            FurtherValues = [.. Enumerable.Range(1, goals - 1).Select(Bowl)],
            Excesses = [.. Enumerable.Range(0, constraints).Select(constraint => codes.DefaultIfEmpty(0).First() - 0.5 - 0.1 * constraint)],
        };
    }

    private static TrialResult Ended(int goals, int constraints, double value, double excess) => TrialResult.Complete(value) with
    {
        FurtherValues = [.. Enumerable.Repeat(-value, goals - 1)],
        Excesses = [.. Enumerable.Repeat(excess, constraints)],
    };
}
