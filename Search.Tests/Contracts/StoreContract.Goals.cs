using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about several goals and constraints.</summary>
public abstract partial class StoreContract
{
    /// <summary>Two further goals, of which one has a limit, and a limit of a metric that is none.</summary>
    protected static StudyDefinition Several { get; } = Study with
    {
        FurtherGoals = [Goal.Minimize("it's \"ms\"\\"), Goal.Maximize("recall")],
        Constraints = [Constraint.AtMost("it's \"ms\"\\", 1.0 / 3), Constraint.AtLeast("mb", -1e300)],
    };

    [Fact]
    public async Task Goals_and_constraints_are_kept_to_the_last_bit_and_a_study_goes_on_with_the_same_alone()
    {
        await OpenAsync(Several);

        foreach (var study in new[] { (await NewStore().OpenAsync(Several, Cancel)).Study, (await NewStore().FindAsync("study", Cancel))!.Study })
        {
            Assert.Equal(Several.Goals, study.Goals);
            Assert.Equal(Several.Constraints, study.Constraints);
        }
        var other = await Assert.ThrowsAsync<StudyChangedException>(() => OpenAsync(Several with { FurtherGoals = [Several.FurtherGoals[1]], Constraints = [] }));
        Assert.Contains("goals: on record maximize accuracy, minimize it's \"ms\"\\, maximize recall, now maximize accuracy, maximize recall", other.Message, StringComparison.Ordinal);
        Assert.Contains("constraints: on record it's \"ms\"\\ at most 0.3333333333333333, mb at least -1E+300, now (none)", other.Message, StringComparison.Ordinal);
        Assert.Contains("two are of 'recall'", (await Assert.ThrowsAsync<StoreException>(() => OpenAsync(Several with { Name = "new", FurtherGoals = [Goal.Minimize("recall"), Goal.Maximize("recall")] }))).Message, StringComparison.Ordinal);
        Assert.Equal(Several.FurtherGoals, Assert.Single(await NewStore().ListAsync(Cancel)).FurtherGoals);
    }

    [Fact]
    public async Task The_values_of_all_goals_and_what_is_missed_come_back_to_the_last_bit_wherever_trials_are_read()
    {
        var record = await OpenAsync(Several);
        await RunOneAsync(record, Came(0.5, [1.0 / 3, -1e300], [5e-324, -2]));
        await RunOneAsync(record, TrialResult.Failed("no"));
        await RunOneAsync(record, Came(0.25, [Math.PI, 7], [0, -1.5]));

        History? seen = null;
        await record.StartAsync(history =>
        {
            _ = history.Finished;
            seen = history;
            return RandomProposal(history);
        }, null, Cancel);

        string[] expected = ["0.5 [0.3333333333333333 -1E+300] [5E-324 -2] False", " [] [] True", "0.25 [3.141592653589793 7] [0 -1.5] True"];
        Assert.Equal(expected, seen!.Finished.Select(OutcomeOf));
        var reader = await OpenAsync(Several);
        Assert.Equal(expected, (await reader.ReadAsync(Cancel)).Take(3).Select(OutcomeOf));
        Assert.Equal(expected, (await reader.ReadWithoutMeasurementsAsync(Cancel)).Take(3).Select(OutcomeOf));
        Assert.Equal(expected, (await reader.ReadChangesAsync(0, 100, Cancel)).Trials.Where(trial => trial.IsFinished).Select(OutcomeOf));
        Assert.Equal([expected[2]], (await reader.ReadBestAsync(5, Cancel)).Select(OutcomeOf));
    }

    [Fact]
    public async Task A_trial_that_misses_a_constraint_is_never_the_best()
    {
        var record = await OpenAsync(Several);
        await RunOneAsync(record, Came(9, [0, 0], [0.1, 0]));
        Assert.Empty(await record.ReadBestAsync(1, Cancel));
        Assert.Null(Assert.Single(await NewStore().ListAsync(Cancel)).Best);
        await RunOneAsync(record, Came(1, [0, 0], [0, 0]));
        await RunOneAsync(record, Came(3, [0, 0], [-1, 1e-300]));
        await RunOneAsync(record, Came(2, [0, 0], [-1, -1]));

        Assert.Equal([3, 1], (await record.ReadBestAsync(9, Cancel)).Select(trial => trial.Number));
        Assert.Equal(2, Assert.Single(await NewStore().ListAsync(Cancel)).Best);
        Assert.Equal(4, (await record.CountAsync(Cancel)).Complete);
    }

    [Fact]
    public async Task A_requeued_trial_keeps_what_it_came_to_by_each_goal_and_begins_without()
    {
        var record = await OpenAsync(Several);
        await RunOneAsync(record, Came(9, [1, 2], [3, -4]));

        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        var again = await StartAsync(record);
        Assert.Equal(" [] [] True", OutcomeOf(again));
        Assert.Equal("9 [1 2] [3 -4] False", OutcomeOf(again.PreviousResult!));
        Assert.Empty(await record.ReadBestAsync(1, Cancel));
        await record.FinishAsync(again, Came(8, [5, 6], [-7, -8]));

        var trial = Assert.Single(await (await OpenAsync(Several)).ReadAsync(Cancel));
        Assert.Equal(["8 [5 6] [-7 -8] True", "9 [1 2] [3 -4] False"], trial.Results.Select(OutcomeOf));
        Assert.Equal(8, Assert.Single(await record.ReadBestAsync(1, Cancel)).Value);
    }

    [Fact]
    public async Task A_trial_that_repeats_another_says_so_for_good_also_to_who_proposes_while_it_runs()
    {
        var record = await OpenAsync(Several);
        await RunOneAsync(record, Came(9, [1, 2], [3, -4]));
        var repeated = (await record.StartAsync(history => new Proposal(history.Finished[0].Point) { ReplicateOf = 0 }, null, Cancel))!;
        int? seen = null;
        await record.StartAsync(history =>
        {
            seen = history.Running[0].ReplicateOf;
            return RandomProposal(history);
        }, null, Cancel);
        await record.FinishAsync(repeated, Came(8, [1, 2], [3, -4]));

        Assert.Equal((0, 0), (repeated.ReplicateOf, seen));
        Assert.Equal([null, 0, null], (await (await OpenAsync(Several)).ReadAsync(Cancel)).Select(trial => trial.ReplicateOf));
    }

    [Fact]
    public async Task With_several_goals_the_files_of_the_front_are_kept_before_those_of_others()
    {
        var record = await OpenAsync(Several);
        // By the first goal: 4 (infeasible), 0, 1, 2, 3. In the front are 0, 2 and 3.
        foreach (var result in (TrialResult[])[Came(5, [3, 0], [0, 0]), Came(4, [4, 0], [0, 0]), Came(3, [1, 0], [0, 0]), Came(1, [2, 9], [0, 0]), Came(9, [0, 9], [1, 0]), TrialResult.Failed("no")])
        {
            var trial = await StartAsync(record);
            await SaveAsync(record, trial, "model", [(byte)trial.Number]);
            await SaveAsync(record, trial, "same", [7]);
            await record.FinishAsync(trial, result);
        }
        await SaveAsync(record, await StartAsync(record), "model", [6]);

        await record.KeepArtifactsOfBestAsync(4);
        Assert.Equal([0, 1, 2, 3, 6], (await record.ReadArtifactsAsync(Cancel)).Select(artifact => artifact.Trial).Distinct());
        await record.KeepArtifactsOfBestAsync(2);

        var artifacts = await record.ReadArtifactsAsync(Cancel);
        Assert.Equal([(0, "model"), (0, "same"), (2, "model"), (2, "same"), (6, "model")], artifacts.Select(artifact => (artifact.Trial, artifact.Name)));
        Assert.Equal([[0], [7], [2], [7], [6]], await Task.WhenAll(artifacts.Select(artifact => ReadAsync(record, artifact))));
    }

    [Fact]
    public async Task What_one_trial_recorded_beside_its_score_is_read_alone()
    {
        var record = await OpenAsync(Several);
        var (first, second) = (await StartAsync(record), await StartAsync(record));
        record.ReportMetric(first, new(0, "ms", null, 1));
        record.ReportMetric(second, new(1, "ms", 3, 2));
        await record.FinishAsync(first, TrialResult.Complete(1));
        await record.FinishAsync(second, TrialResult.Complete(1));

        Assert.Equal([new(1, "ms", 3, 2)], await record.ReadMetricsAsync(1, Cancel));
        Assert.Empty(await record.ReadMetricsAsync(2, Cancel));
    }

    protected static TrialResult Came(double value, IReadOnlyList<double> further, IReadOnlyList<double> excesses) =>
        TrialResult.Complete(value) with { FurtherValues = further, Excesses = excesses };

    protected static string OutcomeOf(Trial trial) =>
        FormattableString.Invariant($"{trial.Value} [{Numbers(trial.FurtherValues)}] [{Numbers(trial.Excesses)}] {trial.IsFeasible}");

    private static string Numbers(IEnumerable<double> numbers) => string.Join(' ', numbers.Select(number => FormattableString.Invariant($"{number:R}")));
}
