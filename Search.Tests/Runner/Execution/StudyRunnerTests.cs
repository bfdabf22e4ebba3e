using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class StudyRunnerTests : IAsyncDisposable
{
    private readonly MemoryStudyStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_study_runs_until_its_budget_is_used_up()
    {
        var (outcome, trials) = await RunAsync(Studies.Create());

        Assert.Equal(new RunOutcome(RunEnd.Done, 20, null), outcome);
        Assert.Equal(Enumerable.Range(0, 20), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Points_and_scores_do_not_depend_on_the_number_of_workers(int workers)
    {
        var (_, one) = await RunAsync(Studies.Create(), workers: 1);
        await using var other = new MemoryStudyStore();
        var (_, many) = await RunAsync(Studies.Create(), workers: workers, store: other);

        Assert.Equal(one.Select(trial => (trial.Point, trial.Value)), many.Select(trial => (trial.Point, trial.Value)));
    }

    [Fact]
    public async Task A_finished_study_has_nothing_to_run()
    {
        await RunAsync(Studies.Create());

        var (outcome, trials) = await RunAsync(Studies.Create());

        Assert.Equal(0, outcome.Finished);
        Assert.Equal(20, trials.Count);
    }

    [Fact]
    public async Task A_larger_budget_continues_a_finished_study()
    {
        await RunAsync(Studies.Create(trials: 5));
        var (_, atOnce) = await RunAsync(Studies.Create(trials: 8), store: new MemoryStudyStore());

        var (outcome, trials) = await RunAsync(Studies.Create(trials: 8));

        Assert.Equal(3, outcome.Finished);
        Assert.Equal(atOnce.Select(trial => (trial.Point, trial.Value)), trials.Select(trial => (trial.Point, trial.Value)));
    }

    [Fact]
    public async Task A_throwing_objective_fails_its_trial_and_the_study_goes_on()
    {
        var study = Studies.Create((settings, trial, _) => trial.Number == 3
            ? throw new InvalidOperationException("the net exploded")
            : settings.Units);

        var (_, trials) = await RunAsync(study);

        Assert.Equal(TrialState.Failed, trials[3].State);
        Assert.Null(trials[3].Value);
        Assert.Contains("the net exploded", trials[3].Error, StringComparison.Ordinal);
        Assert.Contains(nameof(StudyRunnerTests), trials[3].Error, StringComparison.Ordinal);
        Assert.Equal(19, trials.Count(trial => trial.State == TrialState.Complete));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_score_that_is_not_finite_is_a_failure_that_says_so(double score)
    {
        var (_, trials) = await RunAsync(Studies.Create((_, trial, _) => trial.Number == 1 ? score : 0));

        Assert.Equal(TrialState.Failed, trials[1].State);
        Assert.Null(trials[1].Value);
        Assert.Contains("must be finite", trials[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_first_ten_trials_all_fail_the_run_stops_and_keeps_the_reason()
    {
        var (outcome, trials) = await RunAsync(Studies.Create((_, _, _) => throw new FormatException("no data")), workers: 1);

        Assert.Equal(RunEnd.AllFailed, outcome.End);
        Assert.Contains("no data", outcome.LastError, StringComparison.Ordinal);
        Assert.Equal(10, trials.Count);
    }

    [Fact]
    public async Task Ten_failures_after_a_success_do_not_stop_the_run()
    {
        var (outcome, trials) = await RunAsync(Studies.Create((_, trial, _) => trial.Number == 0 ? 1 : throw new FormatException()), workers: 1);

        Assert.Equal(RunEnd.Done, outcome.End);
        Assert.Equal(20, trials.Count);
    }

    [Fact]
    public async Task An_interrupted_run_gives_its_trials_back_and_a_later_one_takes_them_up_under_their_number()
    {
        using var interrupt = new CancellationTokenSource();
        var study = Studies.Create((settings, trial, cancel) =>
        {
            if (trial.Number == 4)
                interrupt.Cancel();
            cancel.ThrowIfCancellationRequested();
            return Studies.Score(settings, trial, cancel);
        });

        var (outcome, interrupted) = await RunAsync(study, interrupt: interrupt.Token);
        var (_, resumed) = await RunAsync(Studies.Create());
        var (_, unbroken) = await RunAsync(Studies.Create(), store: new MemoryStudyStore());

        Assert.Equal(RunEnd.Interrupted, outcome.End);
        Assert.Equal(TrialState.Waiting, interrupted[4].State);
        Assert.DoesNotContain(interrupted, trial => trial.State is TrialState.Running or TrialState.Failed);
        Assert.Equal(2, resumed[4].Attempt);
        Assert.Equal(unbroken.Select(trial => (trial.Point, trial.Value)), resumed.Select(trial => (trial.Point, trial.Value)));
    }

    [Fact]
    public async Task A_result_that_an_objective_returns_after_the_interruption_is_kept()
    {
        using var interrupt = new CancellationTokenSource();
        var study = Studies.Create((_, _, _) =>
        {
            interrupt.Cancel();
            return 1;
        });

        var (outcome, trials) = await RunAsync(study, workers: 1, interrupt: interrupt.Token);

        Assert.Equal(RunEnd.Interrupted, outcome.End);
        Assert.Equal(TrialState.Complete, Assert.Single(trials).State);
    }

    [Fact]
    public async Task When_the_time_is_used_up_no_further_trial_starts_and_those_that_run_are_finished()
    {
        var study = Studies.Create((_, _, cancel) =>
        {
            cancel.WaitHandle.WaitOne(20);
            return 1;
        }, trials: null);

        var (outcome, trials) = await RunAsync(study, budget: new(Time: TimeSpan.FromMilliseconds(50)));

        Assert.Equal(RunEnd.OutOfTime, outcome.End);
        Assert.NotEmpty(trials);
        Assert.All(trials, trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Fact]
    public async Task A_worker_that_stays_takes_up_what_another_gives_back()
    {
        var study = Studies.Create(trials: 3);
        var record = await _store.OpenAsync(Studies.Define(study));
        var held = await record.StartAsync(history => new(history.Space.Complete([0.5, 0.5])), 3);
        var run = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, StayUntilDone = true }).RunAsync();
        while ((await record.CountAsync()).Finished < 2)
            await Task.Delay(5);

        await record.ReleaseAsync(held!);

        Assert.Equal(3, (await run).Finished);
    }

    [Fact]
    public async Task A_strategy_with_nothing_left_to_propose_ends_the_run()
    {
        var (outcome, trials) = await RunAsync(Studies.Create(trials: null, strategy: new FirstOnly(3)));

        Assert.Equal(RunEnd.NothingToPropose, outcome.End);
        Assert.Equal(3, trials.Count);
    }

    [Fact]
    public async Task A_strategy_that_throws_ends_the_run_with_its_error_and_no_trial()
    {
        var study = Studies.Create(strategy: new Throwing());

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => RunAsync(study));
        Assert.Empty(await (await _store.FindAsync(study.Name))!.ReadAsync());
    }

    [Fact]
    public async Task What_a_trial_reports_is_recorded_in_order()
    {
        var (_, trials) = await RunAsync(Studies.Create());

        Assert.All(trials, trial => Assert.Equal([1, 2, 3], trial.Measurements.Select(m => m.Step)));
    }

    [Theory]
    [InlineData(1, double.NaN, "finite")]
    [InlineData(0, 0.5, "rise")]
    public async Task A_report_that_makes_no_sense_fails_the_trial(int secondStep, double secondValue, string reason)
    {
        var (_, trials) = await RunAsync(Studies.Create((_, trial, _) =>
        {
            trial.Report(0, 1);
            trial.Report(secondStep, secondValue);
            return 1;
        }, trials: 1));

        Assert.Contains(reason, Assert.Single(trials).Error, StringComparison.Ordinal);
    }

    private async Task<(RunOutcome Outcome, IReadOnlyList<Trial> Trials)> RunAsync(
        Study study, int workers = 2, IStudyStore? store = null, Budget? budget = null, CancellationToken interrupt = default)
    {
        var space = study.TraceSpace();
        var record = await (store ?? _store).OpenAsync(Studies.Define(study), CancellationToken.None);
        var runner = new StudyRunner(study, space, record, new() { Workers = workers, Budget = budget });
        return (await runner.RunAsync(interrupt), await record.ReadAsync(CancellationToken.None));
    }

    private sealed class FirstOnly(int count) : IStrategy
    {
        public Proposal? Propose(History history, ref RandomStream random) =>
            history.Number < count ? new(history.Space.Complete([0.5, 0.5])) : null;
    }

    private sealed class Throwing : IStrategy
    {
        public Proposal? Propose(History history, ref RandomStream random) => throw new TimeZoneNotFoundException();
    }
}
