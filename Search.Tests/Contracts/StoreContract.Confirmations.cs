using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do with runs of trials' settings after the search.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Confirmations_are_kept_as_they_were_written_and_are_no_trials()
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Complete(1));
        var time = new DateTimeOffset(2026, 5, 4, 3, 2, 1, 250, TimeSpan.Zero);
        Confirmation[] runs =
        [
            new(0, 0, IsTest: false) { Seed = ulong.MaxValue, Split = 3, Value = 0.1 + 0.2, Started = time, Finished = time.AddSeconds(2), Worker = "here 17" },
            new(0, 1, IsTest: false) { Seed = 2, Split = ulong.MaxValue - 1, Error = "no" },
            new(0, 0, IsTest: true) { Seed = 1, Split = 1, Value = -5 },
        ];
        foreach (var run in runs.Reverse())
            Assert.True(await record.AddConfirmationAsync(run));
        Assert.False(await record.AddConfirmationAsync(runs[0] with { Value = 7 }));

        var again = await OpenAsync();
        Assert.Equal(runs, await again.ReadConfirmationsAsync(Cancel));
        Assert.Equal(1, (await again.CountAsync(Cancel)).Finished);
        Assert.Single(await again.ReadAsync(Cancel));
    }
}
