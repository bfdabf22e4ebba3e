using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A program that asks for trials and tells their scores.</summary>
public sealed class StudySessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("runs.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Eight_tasks_share_the_budget_exactly(bool inMemory)
    {
        await using var session = await Studies.Create(trials: 50).OpenAsync(inMemory ? null : Store, cancel: Cancel);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await session.AskAsync(Cancel) is { } trial)
            {
                await Task.Yield();
                Assert.True(await trial.TellAsync(trial.Settings.Units));
            }
        }, Cancel)));

        var result = await session.ReadAsync(Cancel);
        Assert.Equal((50, RunEnd.Done, 8.0, 8), (result.Trials.Count(trial => trial.State == TrialState.Complete), result.End, result.Value, result.Best.Settings.Units));
        Assert.Equal(Enumerable.Range(0, 50), result.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public async Task It_proposes_what_a_run_proposes_and_replays()
    {
        var study = Studies.Create(trials: 30, strategy: new FollowsBest());
        await using (var session = await study.OpenAsync(Store, cancel: Cancel))
        {
            while (await session.AskAsync(Cancel) is { } trial)
                await trial.TellAsync(trial.Settings.Units);
        }
        var run = await Studies.Create((settings, _, _) => settings.Units, trials: 30, strategy: new FollowsBest()).RunAsync(options: new() { Workers = 1 }, cancel: Cancel);

        await using var past = new SqliteStudyStore(Store);
        var record = (await past.FindAsync("test-study", Cancel))!;
        Assert.Equal(run.Trials.Select(trial => trial.Point), (await record.ReadAsync(Cancel)).Select(trial => trial.Point));
        Assert.Contains("30 proposals recomputed, all identical", (await CommandRun.OfAsync(study, "replay", "--store", Store)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_told_is_recorded_as_such()
    {
        await using var session = await Studies.Create(trials: 4).OpenAsync(Store, cancel: Cancel);
        var (complete, failed, infinite) = (await AskAsync(session), await AskAsync(session), await AskAsync(session));
        Assert.True(complete.Report(1, 0.5));
        complete.Record("ms", 3);
        await complete.TellAsync(1);
        await failed.FailAsync(new FormatException("no data"));
        await infinite.TellAsync(double.PositiveInfinity);

        var trials = (await session.ReadAsync(Cancel)).Trials;

        Assert.Equal([TrialState.Complete, TrialState.Failed, TrialState.Failed], trials.Select(trial => trial.State));
        Assert.Equal([new Measurement(1, 0.5)], trials[0].Measurements);
        Assert.Equal(["System.FormatException: no data", "The score that was told is Infinity: it must be finite."], trials.Skip(1).Select(trial => FirstLine.Of(trial.Error!)));
    }

    [Fact]
    public async Task A_trial_has_one_result()
    {
        await using var session = await Studies.Create().OpenAsync(cancel: Cancel);
        var trial = await AskAsync(session);
        await trial.TellAsync(1);

        Assert.Equal("Trial 0 was told before: a trial has one result.", (await Assert.ThrowsAsync<InvalidOperationException>(() => trial.TellAsync(2))).Message);
        Assert.False(trial.Report(1, 1));
    }

    [Fact]
    public async Task A_pruner_stops_what_falls_behind_and_that_is_recorded_as_pruned()
    {
        var study = new Study<int>("prunes")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Int("x", 1, 100),
            Strategy = new RandomSearch(),
            Pruner = new ThresholdPruner { Lowest = 0.5 },
            Budget = new(2),
        };
        await using var session = await study.OpenAsync(cancel: Cancel);
        var (good, bad) = (await AskAsync(session), await AskAsync(session));

        Assert.True(good.Report(1, 0.6));
        Assert.False(bad.Report(1, 0.4));
        Assert.Equal((false, true), (good.ShouldStop, bad.ShouldStop));
        await good.TellAsync(0.7);
        await bad.TellAsync(0.9);

        Assert.Equal([(TrialState.Complete, 0.7), (TrialState.Pruned, 0.4)], (await session.ReadAsync(Cancel)).Trials.Select(trial => (trial.State, trial.Value!.Value)));
    }

    [Fact]
    public async Task What_was_asked_for_and_not_told_goes_to_whoever_asks_next()
    {
        await using (var session = await Studies.Create(trials: 2).OpenAsync(Store, cancel: Cancel))
        {
            await AskAsync(session);
            Assert.True(await (await AskAsync(session)).ReleaseAsync());
        }
        await using var next = await Studies.Create(trials: 2).OpenAsync(Store, cancel: Cancel);

        Assert.Equal(0, (await AskAsync(next)).Number);
        Assert.Equal(1, (await AskAsync(next)).Number);
        Assert.Null(await next.AskAsync(Cancel));
    }

    [Fact]
    public async Task A_trial_that_was_ended_by_hand_is_told_in_vain()
    {
        await using var session = await Studies.Create().OpenAsync(Store, cancel: Cancel);
        var trial = await AskAsync(session);
        await CommandRun.OfAsync(Studies.Create(), "trial", "0", "--fail", "--store", Store);

        Assert.False(await trial.TellAsync(1));
        Assert.Contains("The result of trial 0 came too late", Assert.Single((await session.ReadAsync(Cancel)).Warnings), StringComparison.Ordinal);
    }

    private static async Task<AskedTrial<TSettings>> AskAsync<TSettings>(StudySession<TSettings> session) => (await session.AskAsync(Cancel))!;
}
