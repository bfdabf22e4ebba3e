using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Dashboard;

namespace Search.Tests;

/// <summary>What every store must tell one who follows a study.</summary>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Who_follows_a_study_knows_what_a_whole_read_tells_after_any_sequence_of_changes(int seed)
    {
        var record = await OpenAsync();
        var follower = new StudyFollower(NewStore(), Study.Name, mostAtOnce: 3);
        var random = new RandomStream((ulong)seed, 0, StreamPurpose.Evaluate);
        var running = new List<Trial>();
        for (var i = 0; i < 120; i++)
        {
            var known = (await record.CountAsync(Cancel)).Total;
            var (choice, number) = (random.NextInt(10), random.NextInt(Math.Max(1, known)));
            var held = running.Count == 0 ? null : running[random.NextInt(running.Count)];
            if (choice < 3 || held is null)
                running.Add((await record.StartAsync(RandomProposal, null, choice == 0 ? FirstPruned : null, Cancel))!);
            else if (choice == 3)
                record.Report(held, new(i, i / 3.0));
            else if (choice == 4)
                record.ReportMetric(held, new(held.Number, i % 2 == 0 ? "ms" : "loss", i % 3 == 0 ? null : i, i));
            else if (choice == 5)
                await TryCorrectAsync(record, (TrialCorrection)random.NextInt(3), number);
            else if (choice == 6)
                await record.EnqueueAsync(Space.Complete(new Setting()), Cancel);
            else if (choice == 7 && running.Remove(held))
                await record.ReleaseAsync(held);
            else if (running.Remove(held))
                await record.FinishAsync(held, random.NextInt(3) switch { 0 => TrialResult.Complete(i), 1 => TrialResult.Pruned(i), _ => TrialResult.Failed("no") });
            if (random.NextInt(4) == 0)
                await AssertFollowsAsync(follower, record);
        }

        await AssertFollowsAsync(follower, record);
        await AssertFollowsAsync(new StudyFollower(NewStore(), Study.Name, mostAtOnce: 3), record);
    }

    [Fact]
    public async Task Who_follows_a_study_is_told_what_has_begun_reported_and_ended()
    {
        var record = await OpenAsync();
        var follower = new StudyFollower(NewStore(), Study.Name);
        var first = await StartAsync(record);
        Assert.Equal("begun 0, reported , ended ", await NewsAsync(follower, record));
        Assert.False((await follower.RefreshAsync(Cancel))!.IsAny);

        record.Report(first, new(1, 0.5));
        await StartAsync(record);
        Assert.Equal("begun 1, reported 0, ended ", await NewsAsync(follower, record));
        record.ReportMetric(first, new(0, "ms", null, 7));
        Assert.Equal("begun , reported 0, ended ", await NewsAsync(follower, record));
        await record.FinishAsync(first, TrialResult.Complete(1));
        Assert.Equal("begun , reported , ended 0", await NewsAsync(follower, record));
        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        Assert.Equal("begun , reported , ended ", await NewsAsync(follower, record));
        await StartAsync(record);
        Assert.Equal("begun 0, reported , ended ", await NewsAsync(follower, record));
    }

    [Fact]
    public async Task Who_follows_a_study_that_is_widened_reads_it_in_its_new_space()
    {
        var record = await OpenAsync();
        for (var i = 0; i < 8; i++)
            await RunOneAsync(record, TrialResult.Complete(i));
        var follower = new StudyFollower(NewStore(), Study.Name);
        await AssertFollowsAsync(follower, record);

        var wider = await NewStore().WidenAsync(Wider, Cancel);
        await RunOneAsync(wider, TrialResult.Complete(1));

        await AssertFollowsAsync(follower, wider);
        Assert.Equal(Wider.Space.Count, follower.Record!.Study.Space.Count);
    }

    [Fact]
    public async Task Who_follows_a_study_that_is_not_there_sees_it_come()
    {
        var follower = new StudyFollower(NewStore(), Study.Name);
        Assert.Null(await follower.RefreshAsync(Cancel));

        await RunOneAsync(await OpenAsync(), TrialResult.Complete(1));

        Assert.True((await follower.RefreshAsync(Cancel))!.IsAny);
        Assert.Single(follower.Trials);
    }

    private static async Task<string> NewsAsync(StudyFollower follower, IStudyRecord record)
    {
        // What was posted is on record with the next write that is waited for.
        await record.HeartbeatAsync();
        var change = (await follower.RefreshAsync(Cancel))!;
        Assert.True(change.IsAny);
        return $"begun {string.Join(' ', change.Started)}, reported {string.Join(' ', change.Reported)}, ended {string.Join(' ', change.Ended)}";
    }

    private protected static async Task AssertFollowsAsync(StudyFollower follower, IStudyRecord record)
    {
        await record.HeartbeatAsync();
        Assert.NotNull(await follower.RefreshAsync(Cancel));
        Assert.Equal(
            (await record.ReadAsync(Cancel)).Select(Known),
            follower.Trials.Select(one => Known(one.Trial)));
        Assert.Equal(await record.ReadMetricsAsync(Cancel), follower.Trials.SelectMany(one => one.Metrics));
        Assert.Equal(await record.ReadAttemptsAsync(Cancel), follower.Trials.SelectMany(one => one.Attempts));
    }

    private static string Known(Trial trial) =>
        $"{trial.Number} {string.Join(" | ", trial.Results.Prepend(trial).Select(one => $"{one.State} {one.Point} {one.Value:R} {one.Observed} {one.FinishOrder} {one.Attempt} {one.Note} {one.Error} {one.Started:O} {one.Finished:O} {string.Join(' ', one.Measurements)}"))}";
}
