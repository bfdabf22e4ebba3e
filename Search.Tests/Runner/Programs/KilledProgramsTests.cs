using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Processes of HyperSearch that are killed while programs run, which try to stay.</summary>
public sealed class KilledProgramsTests : IDisposable
{
    private static readonly int Kills = TestKills.Count(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Sleepers _sleepers = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_child_outlives_a_killed_process_and_no_result_is_lost_or_doubled()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The programs of this test are for a Unix shell.");
        var script = _folder.File("script.sh");
        File.WriteAllText(script, $$"""
            trap '' TERM HUP
            {{_sleepers.Command}} >/dev/null 2>&1 &
            (setsid sh -c 'trap "" TERM; exec {{_sleepers.Command}}' >/dev/null 2>&1 &)
            (env -i setsid sh -c '{{_sleepers.Command}} & exec {{_sleepers.Command}}' </dev/null >/dev/null 2>&1 &)
            for epoch in 1 2 3; do echo "epoch=$epoch acc=$1"; sleep 0.05; done
            """);
        string[] args = ["run", "--store", Store, "--workers", "2", "--trials", $"{Math.Max(12, 3 * Kills)}", "--command", $"""["sh", "{script}", "{"{x}"}"]"""];
        var random = new RandomStream(7, 0, StreamPurpose.Evaluate);
        IReadOnlyList<Trial> finished = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = StudyProcess.StartStudy(ScriptStudy.Name, args);
            await Task.Delay(200 + random.NextInt(1200));
            await process.KillAsync();
            await _sleepers.AssertNoneSoonAsync();
            var now = await ReadAsync();
            Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(now[trial.Number])));
            finished = [.. now.Where(trial => trial.IsFinished)];
        }
        using var last = StudyProcess.StartStudy(ScriptStudy.Name, args);
        Assert.Equal(0, (await last.EndAsync()).ExitCode);

        var trials = await ReadAsync();
        Assert.Equal(Enumerable.Range(0, Math.Max(12, 3 * Kills)), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, 3), (trial.State, trial.Measurements.Count)));
        Assert.Equal(Enumerable.Range(0, trials.Count), trials.Select(trial => trial.FinishOrder!.Value).Order());
        using var replay = StudyProcess.StartStudy(ScriptStudy.Name, ["replay", .. args[1..3]]);
        Assert.Equal(0, (await replay.EndAsync()).ExitCode);
        _sleepers.AssertNone();
    }

    [Fact]
    public async Task Who_leaves_at_once_takes_the_programs_along()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The programs of this test are for a Unix shell.");
        var begun = _folder.File("begun");
        using var process = StudyProcess.StartStudy(ScriptStudy.Name, "run", "--store", Store, "--workers", "1", "--command",
            $"""["sh", "-c", "trap '' TERM; touch {begun}; setsid {_sleepers.Command} & {_sleepers.Command}"]""");
        while (!File.Exists(begun))
            await Task.Delay(20);

        await process.InterruptAsync();
        await Task.Delay(100);
        await process.InterruptAsync();
        await process.EndAsync();

        await _sleepers.AssertNoneSoonAsync();
    }

    private async Task<IReadOnlyList<Trial>> ReadAsync() => File.Exists(Store) ? await ServeProcess.TrialsAsync(new SqliteStudyStore(Store), ScriptStudy.Name) : [];
}
