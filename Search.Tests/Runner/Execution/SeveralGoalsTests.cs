using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Runs of studies with several goals and constraints.</summary>
public sealed class SeveralGoalsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_recorded_last_by_a_goals_name_is_its_value_and_what_is_of_the_whole_trial_stands_above_steps()
    {
        var result = await TradeOffStudy.Create(trials: 12).RunAsync(cancel: Cancel);

        Assert.Equal(12, result.Trials.Count);
        Assert.All(result.Trials, trial =>
        {
            var (accuracy, ms, mb) = TradeOffStudy.ScoresOf(result.SettingsOf(trial));
            Assert.Equal([accuracy, ms, mb - 1.5, -1.5 - accuracy], (double[])[trial.Value!.Value, .. trial.FurtherValues, .. trial.Excesses]);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_reproducible_run_gives_the_same_trials_and_all_that_was_proposed_is_recomputed(int workers)
    {
        var study = TradeOffStudy.Create();

        var (one, other) = (await study.RunAsync(options: new() { Workers = workers, Reproducible = true }, cancel: Cancel), await study.RunAsync(options: new() { Workers = workers, Reproducible = true }, cancel: Cancel));

        Assert.Equal(one.Trials.Select(RecordedTrials.ResultOf), other.Trials.Select(RecordedTrials.ResultOf));
        Assert.Equal(new ReplayResult(30, null), Replay.Run(DefinitionOf(study), new FollowsFront(), one.Trials));
        var changed = one.Trials.Select(trial => trial.Number == 5 ? trial with { FurtherValues = [trial.FurtherValues[0] + 0.1] } : trial).ToArray();
        Assert.NotNull(Replay.Run(DefinitionOf(study), new FollowsFront(), changed).Difference);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_to_the_same_trials()
    {
        using var folder = new TemporaryFolder();
        var options = new RunOptions { Workers = 1 };
        var unbroken = await TradeOffStudy.Create().RunAsync(folder.File("one.db"), options, Cancel);
        foreach (var trials in (int[])[7, 20])
            await TradeOffStudy.Create(trials).RunAsync(folder.File("other.db"), options, Cancel);

        var resumed = await TradeOffStudy.Create().RunAsync(folder.File("other.db"), options, Cancel);

        Assert.Equal(unbroken.Trials.Select(RecordedTrials.ResultOf), resumed.Trials.Select(RecordedTrials.ResultOf));
    }

    [Fact]
    public async Task A_trial_without_a_number_has_failed_with_what_it_lacks_and_how_to_record_it()
    {
        var result = await Create(trial =>
        {
            if (trial.Number is 0 or 2)
                trial.Record("ms", 1);
            if (trial.Number is 0 or 1)
                trial.Record("mb", trial.Number == 0 ? double.NaN : 1);
        }, trials: 4).RunAsync(cancel: Cancel);

        Assert.All(result.Trials, trial => Assert.Equal(TrialState.Failed, trial.State));
        Assert.Equal(
            [
                "The trial did not record 'mb', which a constraint of the study goes by.",
                "The trial did not record 'ms', which a goal of the study goes by.",
                "The trial did not record 'mb', which a constraint of the study goes by.",
                "The trial did not record 'ms', which a goal of the study goes by, nor 'mb'.",
            ], result.Trials.Select(trial => trial.Error![..(trial.Error!.IndexOf(". Record", StringComparison.Ordinal) + 1)]));
        Assert.Contains("trial.Record(\"ms\", ...)", result.Trials[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_goes_on_from_its_checkpoint_has_what_was_recorded_before_it_and_nothing_after()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        Study<double> Study() => Create(trial =>
        {
            if (trial.Checkpoint is not null)
                return;
            if (trial.Number == 0)
                trial.Record("mb", 4);
            trial.Record("ms", 5, step: 1);
            trial.SaveCheckpoint(1, stream => stream.WriteByte(1));
            trial.Record("ms", 6, step: 2);
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        }, trials: 1);
        Assert.Equal(RunEnd.Interrupted, (await Study().RunAsync(folder.File("studies.db"), cancel: stop.Token)).End);

        var trial = Assert.Single((await Study().RunAsync(folder.File("studies.db"), cancel: Cancel)).Trials);

        Assert.Equal((TrialState.Complete, 2, 5.0, 4.0 - 3), (trial.State, trial.Attempt, Assert.Single(trial.FurtherValues), Assert.Single(trial.Excesses)));
    }

    [Fact]
    public async Task Differences_of_the_largest_numbers_are_finite_and_a_zero_has_no_sign()
    {
        var study = Create(trial =>
        {
            trial.Record("ms", -0.0);
            trial.Record("mb", trial.Number == 0 ? double.MaxValue : -double.MaxValue);
        }, trials: 2, Constraint.AtMost("mb", -double.MaxValue), Constraint.AtLeast("mb", double.MaxValue));

        var result = await study.RunAsync(cancel: Cancel);

        Assert.Equal([[double.MaxValue, 0], [0, double.MaxValue]], result.Trials.Select(trial => trial.Excesses));
        Assert.All(result.Trials, trial => Assert.False(double.IsNegative(trial.FurtherValues[0])));
    }

    [Fact]
    public async Task A_constraint_of_the_first_goal_goes_by_what_the_objective_returns()
    {
        var study = Create(trial => trial.Record("ms", 1), trials: 2, Constraint.AtMost("score", 0.25));

        var result = await study.RunAsync(cancel: Cancel);

        Assert.Equal([[0.25], [0.25]], result.Trials.Select(trial => trial.Excesses));
        Assert.False(result.HasBest);
    }

    [Fact]
    public async Task Only_files_of_the_front_are_kept_where_so_many_are()
    {
        using var folder = new TemporaryFolder();
        var result = await TradeOffStudy.Create(trials: 20, keep: Artifacts.OfBest(3)).RunAsync(folder.File("studies.db"), cancel: Cancel);

        await using var recorded = await RecordedStudy.OpenAsync(folder.File("studies.db"), TradeOffStudy.Name, Cancel);

        Assert.Equal(ParetoFront.FirstOf(TradeOffStudy.Create().Goals, result.Trials).Take(3).Select(trial => trial.Number).Order(),
            recorded.Trials.Where(trial => trial.Artifacts.Count > 0).Select(trial => trial.Number));
    }

    [Fact]
    public async Task What_knows_one_goal_alone_is_refused_with_several_before_anything_is_recorded()
    {
        using var folder = new TemporaryFolder();
        var pruned = new Study<double>("pruned") { Goals = [Goal.Maximize("a"), Goal.Minimize("b")], Space = suggest => suggest.Uniform("x", 0, 1), Objective = (_, trial, _) => Record(trial, "b"), Pruner = new MedianPruner(), Budget = new(1) };
        var narrowed = TradeOffStudy.Create(trials: 2, strategy: new Narrowing(new RandomSearch()));
        foreach (var (study, words) in ((Study, string)[])[(pruned, "Leave the pruner out (--no-prune, or --pruner none)"), (narrowed, "Choose another strategy"), (new Study<double>("none") { Space = suggest => suggest.Uniform("x", 0, 1), Objective = (x, _, _) => x }, "does not say what it looks for")])
        {
            var run = await CommandRun.OfAsync(study, "run", "--store", folder.File("studies.db"));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(words, run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(folder.File("studies.db")));
        }
        await Assert.ThrowsAsync<StudyException>(() => pruned.RunAsync(cancel: Cancel));
        await Assert.ThrowsAsync<StudyException>(() => narrowed.RunAsync(cancel: Cancel));

        Assert.Equal(1, (await pruned.RunAsync(options: new() { Prune = false }, cancel: Cancel)).Finished);
        Assert.Equal(0, (await CommandRun.OfAsync(pruned, "run", "--no-prune", "--store", folder.File("studies.db"))).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync(pruned, "run", "--pruner", "none", "--store", folder.File("studies.db"))).ExitCode);
    }

    [Fact]
    public async Task A_trial_that_a_pruner_stopped_needs_no_number_of_a_constraint()
    {
        var study = new Study<double>("pruned")
        {
            Goal = Goal.Maximize("score"),
            Constraints = [Constraint.AtMost("mb", 3)],
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, _) => trial.Report(1, trial.Number) ? Record(trial, "mb") : 0,
            Pruner = new ThresholdPruner { Lowest = 1 },
            Strategy = new RandomSearch(),
            Budget = new(3),
        };

        Assert.Equal([(TrialState.Pruned, 0), (TrialState.Complete, 1), (TrialState.Complete, 1)], (await study.RunAsync(cancel: Cancel)).Trials.Select(trial => (trial.State, trial.Excesses.Count)));
    }

    private static StudyDefinition DefinitionOf(Study study) => new(study.Name, study.TraceSpace(), study.Goal, study.Seed) { FurtherGoals = [.. study.Goals.Skip(1)], Constraints = study.Constraints };

    private static double Record(ITrial trial, string metric)
    {
        trial.Record(metric, 1);
        return 1;
    }

    private static Study<double> Create(Action<ITrial> record, int trials, params IReadOnlyList<Constraint> constraints) => new("study")
    {
        Goals = [Goal.Maximize("score"), Goal.Minimize("ms")],
        Constraints = constraints.Count > 0 ? constraints : [Constraint.AtMost("mb", 3)],
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = (_, trial, _) =>
        {
            record(trial);
            return 0.5;
        },
        Strategy = new RandomSearch(),
        Budget = new(trials),
    };
}
