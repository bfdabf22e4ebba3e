using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ReplayTests
{
    [Fact]
    public async Task Every_proposal_of_a_run_with_many_workers_can_be_recomputed()
    {
        var (study, trials) = await RunAsync(workers: 5);

        Assert.Equal(new ReplayResult(40, null), Replay.Run(study, new FollowsBest(), trials));
    }

    [Fact]
    public async Task The_first_difference_is_told_with_both_values()
    {
        var (study, trials) = await RunAsync(workers: 3);
        var changed = trials.Select(trial => trial.Number == 20 ? trial with { Point = study.Space.Complete([0.123, 0.5]) } : trial).ToArray();

        var result = Replay.Run(study, new FollowsBest(), changed);

        Assert.Equal(21, result.Proposals);
        Assert.StartsWith("trial 20, proposed from ", result.Difference, StringComparison.Ordinal);
        Assert.Contains($"rate is {study.Space[0].ValueOf(changed[20].Point[0])} on record, but {study.Space[0].ValueOf(trials[20].Point[0])} recomputed", result.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_strategy_is_found_out()
    {
        var (study, trials) = await RunAsync(workers: 2);

        Assert.NotNull(Replay.Run(study, new RandomSearch(), trials).Difference);
    }

    [Fact]
    public async Task Queued_trials_are_seen_but_not_recomputed()
    {
        var study = Studies.Create(trials: 12, strategy: new FollowsBest());
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study));
        await record.EnqueueAsync(record.Study.Space.Complete([0.25, 0.5]));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 2 }).RunAsync();

        Assert.Equal(new ReplayResult(11, null), Replay.Run(record.Study, new FollowsBest(), await record.ReadAsync()));
    }

    private static async Task<(StudyDefinition Study, IReadOnlyList<Trial> Trials)> RunAsync(int workers)
    {
        var study = Studies.Create((settings, trial, cancel) =>
        {
            cancel.WaitHandle.WaitOne((int)(trial.Seed % 5));
            return trial.Number % 7 == 3 ? throw new FormatException() : Studies.Score(settings, trial, cancel);
        }, trials: 40, strategy: new FollowsBest());
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = workers }).RunAsync();
        return (record.Study, await record.ReadAsync());
    }
}
