using HyperSearch.Core;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a store that several processes share must tell one who follows a study.</summary>
public abstract partial class StoreContractShared
{
    [Fact]
    public async Task Who_follows_a_study_that_is_renamed_or_deleted_finds_it_gone_and_one_that_is_made_anew_as_it_is()
    {
        var store = (SqlStudyStore)NewStore();
        await FilledAsync(store, isIdle: true);
        var (follower, other) = (new StudyFollower(NewStore(), "study"), new StudyFollower(NewStore(), "other"));
        Assert.True((await follower.RefreshAsync(Cancel))!.IsAny);
        Assert.Null(await other.RefreshAsync(Cancel));

        await store.RenameAsync("study", "other", Cancel);
        Assert.Null(await follower.RefreshAsync(Cancel));
        Assert.Empty(follower.Trials);
        await AssertFollowsAsync(other, (await store.FindAsync("other", Cancel))!);

        await store.DeleteAsync("other", Cancel);
        var again = await store.OpenAsync(Study with { Name = "other" }, Cancel);
        await RunOneAsync(again, TrialResult.Complete(7));
        await AssertFollowsAsync(other, again);
    }

    [Fact]
    public async Task The_signal_of_a_store_misses_nothing_that_others_write()
    {
        var record = await OpenAsync();
        using var signal = ((SqlStudyStore)NewStore()).OpenSignal();
        Assert.True(signal.MayHaveChanged());
        for (var i = 0; i < 20; i++)
        {
            await RunOneAsync(record, TrialResult.Complete(i));
            Assert.True(signal.MayHaveChanged());
        }
    }
}
