using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Workers that a cluster starts, ends and starts again, on one study in PostgreSQL.</summary>
public sealed class LaunchedWorkersTests(PostgresServer server, SlurmCluster slurm) : IClassFixture<PostgresServer>, IClassFixture<SlurmCluster>, IDisposable
{
    private const int Workers = 8, Trials = 24;

    // By hand: HYPERSEARCH_TEST_TIME_LIMIT=1 has Slurm's own time limit end tasks, whose shortest takes minutes.
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HYPERSEARCH_TEST_TIME_LIMIT") == "1";

    private static readonly string Worker = $"dotnet \"{typeof(LaunchedWorkersTests).Assembly.Location}\" study";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_array_of_which_tasks_are_killed_and_requeued_does_each_trial_just_once()
    {
        await slurm.StartAsync();
        var address = await server.CreateDatabaseAsync();
        var job = await SubmitAsync(address, "--workers", $"{Workers}");

        // Three are cancelled, two get the signal that Slurm sends before the time limit, and the worker of one is killed without a word.
        await EndAsync(address, job, 1, _ => ["scancel", $"{job}_1"]);
        await EndAsync(address, job, 2, _ => ["scancel", $"{job}_2"]);
        await EndAsync(address, job, 3, _ => ["scancel", "--signal=KILL", $"{job}_3"]);
        await EndAsync(address, job, 4, _ => ["scancel", "--signal=USR1", "--batch", $"{job}_4"]);
        await EndAsync(address, job, 5, _ => ["scancel", "--signal=USR1", "--batch", $"{job}_5"]);
        await EndAsync(address, job, 6, process => ["kill", "-KILL", process]);
        var before = await FinishedAsync(address);
        await AllEndedAsync();

        var after = await CheckAsync(address);
        Assert.Equal(before.Select(RecordedTrials.ResultOf), before.Select(trial => RecordedTrials.ResultOf(after[trial.Number])));
        var status = await StatusAsync(address);
        Assert.Equal(["cancelled", "cancelled", "cancelled", "completed", "completed", "completed", "completed", "completed"], status.Select(line => line[2]));
        // Of the others Slurm may itself have started one again, whose node was slow to answer.
        Assert.All(status.Skip(3).Take(2), line => Assert.InRange(int.Parse(line[4], CultureInfo.InvariantCulture), 1, int.MaxValue));
        var ends = await EndsAsync(address);
        Assert.Equal((5, 1), (ends.Count(end => end == AttemptEnd.Interrupted), ends.Count(end => end == AttemptEnd.Died)));
    }

    [Fact]
    public async Task Slurms_own_time_limit_has_tasks_take_up_their_trials_again()
    {
        Assert.SkipUnless(IsLong, "It takes minutes. HYPERSEARCH_TEST_TIME_LIMIT=1 runs it.");
        await slurm.StartAsync();
        var address = await server.CreateDatabaseAsync();

        // Trials of three minutes, of which a task does not finish one within its time.
        await SubmitAsync(address, "--workers", "2", "--time", "4m", "--worker-command", $"{Worker} {StepsStudy.Name} work --pause 9000 --trials 2");
        await AllEndedAsync();

        var trials = await CheckAsync(address, count: 2);
        Assert.All(trials, trial => Assert.True(trial.Attempt > 1));
        Assert.All(await EndsAsync(address), end => Assert.True(end is AttemptEnd.Interrupted or AttemptEnd.Complete));
    }

    [Fact]
    public async Task The_container_of_the_Kubernetes_manifest_works_on_the_study()
    {
        var address = await server.CreateDatabaseAsync();
        var program = _folder.File("train.sh");
        await File.WriteAllTextAsync(program, "echo \"loss=$2\"\n", Cancel);
        const string study = "it's $(HOSTNAME)";
        foreach (var args in (string[][])[["tune", "--minimize", "loss", "--trials", "3", "--workers", "1", "--name", study, "--store", address, "--", "sh", program, "--x~uniform:0:1"], ["trial", study, "0", "2", "--requeue", "--store", address]])
        {
            var made = await ToolRun.OfAsync(args);
            Assert.True(made.ExitCode == 0, made.Error);
        }
        var printed = await ToolRun.OfAsync("launch", "kubernetes", study, "--workers", "4", "--image", "churn:1", "--store", address);
        var container = PodContainer.Of(YamlDocuments.Read(printed.Out));

        // The image has the program on its path.
        using var process = StudyProcess.StartAny(["env", $"PATH={AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}", .. container.Command], container.Variables, _folder.File("."));
        var run = await process.EndAsync();

        Assert.True(run.ExitCode == 0, run.Error);
        await using var store = new PostgresStudyStore(address);
        var record = (await store.FindAsync(study, Cancel))!;
        Assert.Equal(3, (await record.CountAsync(Cancel)).Complete);
        // The record tells the pod.
        Assert.Equal([0, 2], (await record.ReadAttemptsAsync(Cancel)).Where(attempt => attempt.Worker!.EndsWith($", {container.Variables["HYPERSEARCH_WORKER"]}", StringComparison.Ordinal)).Select(attempt => attempt.Trial));
    }

    [Fact]
    public async Task What_workers_could_not_run_is_not_submitted()
    {
        var address = await server.CreateDatabaseAsync();
        await using (var store = new PostgresStudyStore(address))
            await store.OpenAsync(Studies.Define(Studies.Create()), Cancel);

        var missing = await ToolRun.OfAsync("launch", "slurm", "no such", "--workers", "2", "--store", address, "--submit");
        var code = await ToolRun.OfAsync("launch", "slurm", "test-study", "--workers", "2", "--store", address, "--submit");

        Assert.All([missing, code], run => Assert.Equal((1, ""), (run.ExitCode, run.Out)));
        Assert.Contains("There is no study 'no such' on record. There are: test-study.\n", missing.Error, StringComparison.Ordinal);
        Assert.Contains("The study 'test-study' is on record without a program: its trials are code. Say what runs a worker: --worker-command \"dotnet run FILE -- work\".\n", code.Error, StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(string address, params string[] args)
    {
        string[] command = ["launch", "slurm", StepsStudy.Name, "--store", address, "--grace", "10s", "--output", "it's \"#1\" %a.out", "--submit", .. args];
        var run = await ToolAsync(args.Contains("--worker-command") ? command : [.. command, "--worker-command", $"{Worker} {StepsStudy.Name} work --pause 150 --trials {Trials}"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out.Split(' ', ',')[2];
    }

    // While the task runs a trial that has a checkpoint and is not about to end.
    private async Task EndAsync(string address, string job, int task, Func<string, string[]> command)
    {
        var process = "";
        await slurm.WaitAsync(async () =>
        {
            await using var store = new PostgresStudyStore(address);
            if (await store.FindAsync(StepsStudy.Name, Cancel) is not { } record)
                return false;
            var running = (await record.ReadAttemptsAsync(Cancel)).Where(attempt => attempt.End is null && attempt.Worker!.EndsWith($", slurm {job}_{task}", StringComparison.Ordinal)).ToDictionary(attempt => attempt.Trial);
            var trial = (await record.ReadAsync(Cancel)).FirstOrDefault(trial => running.ContainsKey(trial.Number) && trial.Measurements.Count is >= 3 and < StepsStudy.Steps / 2);
            // "process 7 on …"
            process = trial is null ? "" : running[trial.Number].Worker!.Split(' ')[1];
            return trial is not null;
        });
        var run = await slurm.RunAsync(command(process));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private Task AllEndedAsync() => slurm.WaitAsync(async () => (await slurm.RunAsync("squeue", "--noheader")).Out.Length == 0, IsLong ? 20 : 2);

    private async Task<IReadOnlyList<Trial>> FinishedAsync(string address)
    {
        await using var store = new PostgresStudyStore(address);
        return [.. (await (await store.FindAsync(StepsStudy.Name, Cancel))!.ReadAsync(Cancel)).Where(trial => trial.IsFinished)];
    }

    // The budget is met to the trial, proposals are what they were, and whoever was taken up went on from a checkpoint.
    private async Task<IReadOnlyList<Trial>> CheckAsync(string address, int count = Trials)
    {
        await using var store = new PostgresStudyStore(address);
        var record = (await store.FindAsync(StepsStudy.Name, Cancel))!;
        var trials = await record.ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, count), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, StepsStudy.Steps), (trial.State, trial.Measurements.Count)));
        Assert.Equal(Enumerable.Range(0, count), trials.Select(trial => trial.FinishOrder!.Value).Order());
        var takenUpAt = (await record.ReadMetricsAsync(Cancel)).Where(metric => metric.Name == StepsStudy.TakenUp).ToDictionary(metric => metric.Trial, metric => metric.Value);
        Assert.All(trials, trial => Assert.Equal(trial.Attempt > 1, takenUpAt[trial.Number] > 0));
        var replay = await CommandRun.OfAsync(StepsStudy.Create(), "replay", "--store", address);
        Assert.True(replay.ExitCode == 0, replay.Out + replay.Error);
        return trials;
    }

    private async Task<IReadOnlyList<AttemptEnd>> EndsAsync(string address)
    {
        await using var store = new PostgresStudyStore(address);
        return [.. (await (await store.FindAsync(StepsStudy.Name, Cancel))!.ReadAttemptsAsync(Cancel)).Select(attempt => attempt.End!.Value)];
    }

    // The cells of each worker's line.
    private async Task<IReadOnlyList<string[]>> StatusAsync(string address)
    {
        var run = await ToolAsync("launch", "slurm", StepsStudy.Name, "--store", address, "--status");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Out.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length > 4 && cells[0].Split('_') is [_, var task] && int.TryParse(task, CultureInfo.InvariantCulture, out _))];
    }

    private async Task<CommandRun> ToolAsync(params string[] args)
    {
        using var process = StudyProcess.StartAny(["dotnet", typeof(HyperSearch.Tool.LaunchName).Assembly.Location, .. args], slurm.Environment, _folder.File("."));
        return await process.EndAsync();
    }
}
