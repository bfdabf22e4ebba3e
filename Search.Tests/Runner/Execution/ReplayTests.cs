using Search.Core;
using Search.Runner;
using Search.Strategies;

namespace Search.Tests;

public sealed class ReplayTests : IAsyncDisposable
{
    private readonly MemoryStudyStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_that_several_workers_ran_is_recomputed_to_the_last_bit()
    {
        var study = Studies.Create(strategy: new NearTheBest());
        var replay = await RunAsync(study, study);

        Assert.Equal(new ReplayOutcome(20, null), await replay.ProposalsAsync(Cancel));
        Assert.Equal(new ReplayOutcome(3, null), await replay.ScoresAsync([0, 7, 19], Cancel));
    }

    [Fact]
    public async Task Another_strategy_shows_as_the_first_difference_with_both_values()
    {
        var replay = await RunAsync(Studies.Create(strategy: new NearTheBest()), Studies.Create());

        var outcome = await replay.ProposalsAsync(Cancel);

        Assert.Matches(@"^trial \d+: on record rate=\S+ units=\d, now rate=\S+ units=\d$", outcome.Difference);
    }

    [Fact]
    public async Task An_objective_that_has_changed_shows_as_a_difference_of_scores()
    {
        var replay = await RunAsync(Studies.Create(), Studies.Create((_, _, _) => 1.5));

        Assert.Equal(20, (await replay.ProposalsAsync(Cancel)).Compared);
        Assert.Matches(@"^trial 4: on record \S+, now 1\.5$", (await replay.ScoresAsync([4], Cancel)).Difference);
    }

    [Fact]
    public async Task The_verb_says_how_many_proposals_are_identical()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("studies.db");
        await CommandRun.OfAsync(Studies.Create(), "run", "--store", store);

        var same = await CommandRun.OfAsync(Studies.Create(), "replay", "--store", store, "--scores", "1", "2");
        var changed = await CommandRun.OfAsync(Studies.Create(strategy: new NearTheBest()), "replay", "--store", store);

        Assert.Equal((0, "20 proposals recomputed, all identical\n2 trials run again, all identical\n"), (same.ExitCode, same.Out));
        Assert.Equal(1, changed.ExitCode);
        Assert.StartsWith("proposals recomputed: the first difference is at trial ", changed.Out, StringComparison.Ordinal);
    }

    private async Task<Replay> RunAsync(Study then, Study now)
    {
        var space = then.TraceSpace();
        var record = await _store.OpenAsync(Studies.Define(then), Cancel);
        await new StudyRunner(then, space, record, new() { Workers = 4 }).RunAsync(Cancel);
        return new(now, space, record);
    }

    // Looks at all that a history has: results in their order, and what is still out.
    private sealed class NearTheBest : IStrategy
    {
        public Proposal? Propose(History history, ref RandomStream random)
        {
            var point = RandomSearch.Draw(history.Space, ref random);
            if (history.Best is not { } best)
                return new(point);
            var weight = 1.0 / (2 + history.Running.Count + (history.Finished.Count > 0 ? history.Finished[^1].Number % 3 : 0));
            return new(new Point([best.Point[0] + weight * (point[0] - best.Point[0]), point[1]]));
        }
    }
}
