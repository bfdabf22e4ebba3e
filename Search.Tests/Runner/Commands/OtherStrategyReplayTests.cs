using HyperSearch;

namespace Search.Tests;

/// <summary>A replay with another strategy than the recorded one says so.</summary>
public sealed class OtherStrategyReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_strategies_are_named_before_the_first_difference()
    {
        await InvokeAsync(new RandomSearch(), "run");

        var replay = await InvokeAsync(new SobolSearch(), "replay");
        var shown = await InvokeAsync(new SobolSearch(), "show");

        var lines = replay.Out.Split('\n');
        Assert.Equal(1, replay.ExitCode);
        Assert.Equal("The study was made with the strategy HyperSearch.RandomSearch, and now has HyperSearch.SobolSearch: what the one proposed the other would not. If it was run with --strategy NAME, replay it with the same.", lines[0]);
        Assert.StartsWith("1 proposals recomputed, the last one differs: trial 0, proposed from 0 results with 0 trials running: rate is ", lines[1], StringComparison.Ordinal);
        Assert.Contains("strategy  HyperSearch.RandomSearch\n", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strategy_under_another_name_that_proposes_the_same_differs_in_nothing()
    {
        await InvokeAsync(new RandomSearch(), "run");

        var replay = await InvokeAsync(new Renamed(), "replay");

        Assert.Equal((0, "4 proposals recomputed, all identical"), (replay.ExitCode, replay.Out.Split('\n')[1]));
    }

    [Fact]
    public async Task Settings_of_a_file_are_asked_for()
    {
        var file = _folder.File("settings.csv");
        await File.WriteAllTextAsync(file, "rate,units\n0.001,2\n0.0001,3\n", TestContext.Current.CancellationToken);
        await InvokeAsync(new RandomSearch(), "run", "--settings", file);

        var without = await InvokeAsync(new RandomSearch(), "replay");
        var with = await InvokeAsync(new RandomSearch(), "replay", "--settings", file);

        Assert.Equal(
            "The study was made with the strategy HyperSearch.ManualSearch, and now has HyperSearch.RandomSearch: what the one proposed the other would not. If it was run with --settings FILE, replay it with the same.",
            without.Out.Split('\n')[0]);
        Assert.Equal((1, new CommandRun(0, "2 proposals recomputed, all identical\n", "")), (without.ExitCode, with));
    }

    private Task<CommandRun> InvokeAsync(IStrategy strategy, string verb, params string[] args) =>
        CommandRun.OfAsync(Studies.Create(trials: 4, strategy: strategy), [verb, "--store", Store, .. args]);

    private sealed class Renamed : IStrategy
    {
        private readonly RandomSearch _search = new();

        public Proposal? Propose(History history, ref RandomStream random) => _search.Propose(history, ref random);
    }
}
