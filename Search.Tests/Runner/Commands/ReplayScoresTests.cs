using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Scores that were computed elsewhere, with other vector instructions, may differ in their last digits.</summary>
public sealed class ReplayScoresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_score_that_was_computed_with_other_instructions_is_told_as_that_and_is_no_difference()
    {
        await RunAsync(trials: 3, "AVX-1024", value: 0.83);
        await RunAsync(trials: 4, InstructionSet.OfThisProcess, value: 0.83);

        var replay = await ReplayAsync(trial => trial.Number == 1 ? 0.8300001 : 0.83);

        Assert.Equal((0,
            "4 proposals recomputed, all identical\n" +
            $"trial 1: computed with AVX-1024, here {InstructionSet.OfThisProcess}: scores may differ in the last digits, 0.83 on record, 0.8300001 now\n" +
            "4 trials run again, 3 scores identical, 1 computed with other instructions\n"), (replay.ExitCode, replay.Out));
    }

    [Fact]
    public async Task A_score_that_differs_with_the_same_instructions_is_a_difference()
    {
        await RunAsync(trials: 3, "AVX-1024", value: 0.83);
        await RunAsync(trials: 4, InstructionSet.OfThisProcess, value: 0.83);

        var replay = await ReplayAsync(trial => trial.Number is 1 or 3 ? 0.5 : 0.83);

        Assert.Equal(1, replay.ExitCode);
        Assert.EndsWith("trial 3: 0.83 on record, but 0.5 now\n4 trials run again, 1 scores differ, and 1 that were computed with other instructions\n", replay.Out, StringComparison.Ordinal);
    }

    /// <summary>The part that was trained before counts as well.</summary>
    [Fact]
    public async Task A_trial_that_was_interrupted_elsewhere_counts_as_computed_there()
    {
        await using (var elsewhere = new SqliteStudyStore(Store, new() { Instructions = "AVX-1024" }))
        {
            var record = await elsewhere.OpenAsync(Studies.Define(Studies.Create()), Cancel);
            await record.ReleaseAsync((await record.StartAsync(_ => new(new Point([0.5, 0.5])), null, Cancel))!);
        }
        await RunAsync(trials: 1, InstructionSet.OfThisProcess, value: 0.83);
        await using (var store = new SqliteStudyStore(Store))
            await store.CopyAsync("test-study", store, "copy", Cancel);

        foreach (var name in (string[])["test-study", "copy"])
        {
            await using var store = new SqliteStudyStore(Store);
            var attempts = await (await store.FindAsync(name, Cancel))!.ReadAttemptsAsync(0, Cancel);
            Assert.Equal([(AttemptEnd.Interrupted, "AVX-1024"), (AttemptEnd.Complete, InstructionSet.OfThisProcess)], attempts.Select(attempt => (attempt.End!.Value, attempt.Instructions!)));
        }
    }

    [Fact]
    public async Task Where_the_record_does_not_know_a_score_that_differs_is_a_difference()
    {
        await RunAsync(trials: 2, instructions: null!, value: 0.83);

        Assert.Equal((1, "2 proposals recomputed, all identical\ntrial 1: 0.83 on record, but 0.5 now\n2 trials run again, 1 scores differ\n"),
            await ReplayAsync(trial => trial.Number == 1 ? 0.5 : 0.83) is var replay ? (replay.ExitCode, replay.Out) : default);
    }

    private async Task RunAsync(int trials, string instructions, double value)
    {
        var study = Studies.Create((_, _, _) => value, trials);
        await using var store = new SqliteStudyStore(Store, new() { Instructions = instructions });
        var record = await store.OpenAsync(Studies.Define(study), Cancel);
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 }).RunAsync(Cancel);
    }

    private async Task<CommandRun> ReplayAsync(Func<ITrial, double> score)
    {
        var study = Studies.Create((_, trial, _) => score(trial));
        string[] all;
        await using (var store = new SqliteStudyStore(Store))
            all = [.. (await (await store.FindAsync(study.Name, Cancel))!.ReadAsync(Cancel)).Select(trial => $"{trial.Number}")];
        return await CommandRun.OfAsync(study, ["replay", "--store", Store, "--scores", .. all]);
    }
}
