using HyperSearch;

namespace Search.Tests;

/// <summary>Every strategy proposes the same bits on every processor: here with the instruction sets turned off one by one.</summary>
public sealed class SameBitsTests
{
    /// <summary>What the runtime calls them, up to all; the process of the tests itself has them.</summary>
    public static TheoryData<string> TurnedOff => ["EnableAVX512", "EnableAVX2", "EnableHWIntrinsic"];

    /// <summary>On other processors and systems too. Where proposals change on purpose, <c>dotnet Search.Tests.dll points</c> prints the new file.</summary>
    [Fact]
    public void The_points_are_those_on_file()
    {
        using var file = new StreamReader(typeof(SameBitsTests).Assembly.GetManifestResourceStream("points.txt")!);

        Assert.Equal(file.ReadToEnd().ReplaceLineEndings("\n"), EveryStrategy.Points);
    }

    [Theory, MemberData(nameof(TurnedOff))]
    public async Task A_process_with_other_instructions_proposes_the_same_points(string instructions)
    {
        using var process = StudyProcess.StartEvery(Without(instructions), "points");
        var run = await process.EndAsync();

        Assert.Equal("", run.Error);
        Assert.Equal(EveryStrategy.Points, run.Out);
    }

    [Theory, MemberData(nameof(TurnedOff))]
    public async Task A_process_with_other_instructions_has_the_same_insight(string instructions)
    {
        using var process = StudyProcess.StartEvery(Without(instructions), "insight");
        var run = await process.EndAsync();

        Assert.Equal("", run.Error);
        Assert.Equal(InsightBits.All, run.Out);
    }

    [Fact]
    public async Task A_record_replays_with_other_instructions()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("studies.db");
        using var recording = StudyProcess.StartEvery(Without(""), "every", "run", "--store", store);
        Assert.Equal(0, (await recording.EndAsync()).ExitCode);

        // With all of them, and with none: what is between them is in the tests above.
        foreach (var instructions in (string[])["", "EnableHWIntrinsic"])
        {
            using var replay = StudyProcess.StartEvery(Without(instructions), "every", "replay", "--store", store);
            Assert.Equal(string.Concat(Enumerable.Repeat($"{EveryStrategy.Recorded} proposals recomputed, all identical\n", EveryStrategy.Create.Count)), (await replay.EndAsync()).Out);
        }
    }

    [Fact]
    public void No_strategy_is_left_out()
    {
        // What SharpLearning computes is not ours to promise; what is replicated is proposed by another strategy, of means that are sums in order.
        var strategies = typeof(RandomSearch).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IStrategy)) && !type.IsAbstract && type.Name != "SharpLearningSearch" && type != typeof(ReplicatedSearch))
            .Select(type => type.Name);

        Assert.Equal(strategies.Order(StringComparer.Ordinal), EveryStrategy.Create.Keys.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, string> Without(string instructions) => instructions == "" ? [] : new(StringComparer.Ordinal) { ["DOTNET_" + instructions] = "0" };
}
