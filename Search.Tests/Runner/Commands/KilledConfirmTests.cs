using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A <c>confirm</c> that is killed.</summary>
public sealed class KilledConfirmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private string[] Confirm => ["confirm", "--top", "4", "--replicates", "5", "--probability", "1", "--workers", "2", "--pause", "100", "--store", Store];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_has_ended_is_on_record_and_the_next_one_comes_to_the_same_as_one_that_was_not_killed()
    {
        await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--workers", "4", "--pause", "100", "--store", Store);
        await CommandRun.OfAsync(ProcessStudy.Create(), "copy", "whole", "--store", Store);
        IReadOnlyList<Confirmation> before = [];
        using (var process = StudyProcess.Start(Confirm))
        {
            while (before.Count < 5)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
                before = await ReadAsync(ProcessStudy.Name);
            }
            await process.KillAsync();
        }
        before = await ReadAsync(ProcessStudy.Name);
        Assert.InRange(before.Count, 5, 19);

        var again = await CommandRun.OfAsync(ProcessStudy.Create(), Confirm);

        Assert.Equal(0, again.ExitCode);
        var after = await ReadAsync(ProcessStudy.Name);
        Assert.Equal(20, after.Count);
        Assert.Empty(before.Except(after));
        // With a seed that follows from the run's number each comes to the same, whoever runs it and when.
        await CommandRun.OfAsync(ProcessStudy.Create(), [.. Confirm, "--name", "whole"]);
        var whole = (await ReadAsync("whole")).ToDictionary(run => (run.Trial, run.Replicate), run => run.Value);
        Assert.All(after.Where(run => whole.ContainsKey((run.Trial, run.Replicate))), run => Assert.Equal(whole[(run.Trial, run.Replicate)], run.Value));
        Assert.True(after.Count(run => whole.ContainsKey((run.Trial, run.Replicate))) >= 4 * ConfirmationRace.FirstRuns);
    }

    private async Task<IReadOnlyList<Confirmation>> ReadAsync(string name)
    {
        await using var store = new SqliteStudyStore(Store);
        return await (await store.FindAsync(name, TestContext.Current.CancellationToken))!.ReadConfirmationsAsync(TestContext.Current.CancellationToken);
    }
}
