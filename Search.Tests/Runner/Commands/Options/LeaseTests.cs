using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

public sealed class LeaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--heartbeat 40s", "`0.1s <= heartbeat <= lease / 2` must hold, but --heartbeat is 40s and the lease 1m.")]
    [InlineData("--lease 10s --heartbeat 6s", "`0.1s <= heartbeat <= lease / 2` must hold, but --heartbeat is 6s and the lease 10s.")]
    [InlineData("--heartbeat 0.01s", "`0.1s <= heartbeat <= lease / 2` must hold, but --heartbeat is 0.01s and the lease 1m.")]
    [InlineData("--lease 0.5s", "`1s <= lease <= 30d` must hold, but --lease is 0.5s.")]
    [InlineData("--lease 31d", "`1s <= lease <= 30d` must hold, but --lease is 31d.")]
    [InlineData("--lease soon", "--lease takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is 'soon'.")]
    public async Task A_heartbeat_must_fit_into_its_lease_twice(string options, string message)
    {
        var run = await CommandRun.OfAsync(Studies.Create(), ["run", "--store", Store, .. options.Split(' ')]);

        Assert.Equal((2, "", $"{message}\nSee: dotnet run FILE.cs -- run --help\n"), (run.ExitCode, run.Out, run.Error));
        Assert.False(File.Exists(Store));
    }

    [Theory]
    [InlineData("--lease 2s --heartbeat 1s", 2)]
    [InlineData("--lease 5m", 300)]
    [InlineData("--heartbeat 30s", 60)]
    public async Task The_others_see_the_lease(string options, double seconds)
    {
        var run = await CommandRun.OfAsync(Studies.Create(), ["run", "--store", Store, .. options.Split(' ')]);

        Assert.Equal(0, run.ExitCode);
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        Assert.Equal(seconds, await connection.ExecuteScalarAsync<double>("SELECT lease FROM workers"));
    }

    [Fact]
    public void A_heart_beats_four_times_in_a_lease_unless_told_otherwise()
    {
        Assert.Equal(TimeSpan.FromSeconds(15), new StoreOptions().Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(3), new StoreOptions { Lease = TimeSpan.FromSeconds(12) }.Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(5), new StoreOptions { Heartbeat = TimeSpan.FromSeconds(5) }.Heartbeat);
    }

    [Fact]
    public async Task A_heart_that_cannot_be_heard_costs_no_trial()
    {
        await using var store = new SqliteStudyStore(Store, new() { Heartbeat = TimeSpan.FromMilliseconds(10) });
        StudyRunner? runner = null;
        var deaf = Studies.Create((_, trial, cancel) =>
        {
            if (trial.Number > 0)
                return 1;
            Execute("CREATE TRIGGER deaf BEFORE UPDATE ON workers BEGIN SELECT RAISE(ABORT, 'not now'); END");
            while (runner!.Monitor.Snapshot().Warnings.Count == 0)
                cancel.WaitHandle.WaitOne(10);
            Execute("DROP TRIGGER deaf");
            return 1;
        }, trials: 3);
        var record = await store.OpenAsync(Studies.Define(deaf), Cancel);
        runner = new StudyRunner(deaf, deaf.TraceSpace(), record, new() { Workers = 1 });

        var outcome = await runner.RunAsync(Cancel);

        Assert.Equal(new RunOutcome(RunEnd.Done, 3, null), outcome);
        Assert.StartsWith("For a while the record did not hear that this process lives", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
    }

    /// <summary>Process ids that are counted anew make another machine of it: see <see cref="WorkerIdentity"/>.</summary>
    [Fact]
    public async Task A_process_elsewhere_that_wakes_after_its_lease_discards_its_result_and_says_so()
    {
        Namespaces.SkipUnlessAvailable();
        using var asleep = StudyProcess.StartElsewhere("run", "--store", Store, "--workers", "1", "--trials", "2", "--pause", "1500", "--lease", "1s");
        while (!File.Exists(Store) || await ReadAsync() is not [{ State: TrialState.Running }])
            await Task.Delay(20, Cancel);
        await asleep.SleepAsync();
        using var awake = StudyProcess.Start("work", "--store", Store, "--workers", "1", "--pause", "1500");
        var other = await awake.EndAsync();
        await asleep.WakeAsync();
        var late = await asleep.EndAsync();

        Assert.Equal((0, ""), (other.ExitCode, other.ExitCode == 0 ? "" : other.Error));
        Assert.Equal(0, late.ExitCode);
        Assert.Contains("Warning: The result of trial 0 came too late and was discarded: another worker had taken the trial over, or it was ended by hand.", late.Error, StringComparison.Ordinal);
        Assert.Equal([(TrialState.Complete, 2), (TrialState.Complete, 1)], (await ReadAsync()).Select(trial => (trial.State, trial.Attempt)));
    }

    /// <summary>Two machines may have one name; a process that is missing here may live on the other.</summary>
    [Fact]
    public async Task A_process_of_a_machine_with_the_same_name_keeps_its_trial_while_its_lease_lasts()
    {
        using (var other = StudyProcess.Start("run", "--store", Store, "--workers", "1", "--trials", "1", "--pause", "1500", "--lease", "1h"))
        {
            while (!File.Exists(Store) || await ReadAsync() is not [{ State: TrialState.Running }])
                await Task.Delay(20, Cancel);
            await other.KillAsync();
        }
        Execute("UPDATE workers SET boot = 'another ' || boot");

        var early = await InvokeAsync("run", "--trials", "2", "--workers", "1");
        var kept = await InvokeAsync("rename", "new");
        Execute("UPDATE workers SET lease = 0 WHERE boot LIKE 'another %'");
        var late = await InvokeAsync("run", "--trials", "2", "--workers", "1");

        Assert.Contains("2 trials: 1 complete, 1 running", early.Out, StringComparison.Ordinal);
        Assert.Equal(1, kept.ExitCode);
        Assert.Contains("is at work in process ", kept.Error, StringComparison.Ordinal);
        Assert.Contains("2 trials: 2 complete", late.Out, StringComparison.Ordinal);

        Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(ProcessStudy.Create(), [.. args, "--store", Store, .. args[0] == "run" ? ["--pause", "1500"] : (string[])[]]);
    }

    [Fact]
    public async Task A_process_that_cannot_tell_which_process_ids_it_sees_says_so()
    {
        Namespaces.SkipUnlessAvailable();
        // With process ids of its own, but with the outer ones in /proc.
        using var process = StudyProcess.Start(["unshare", "--map-root-user", "--pid", "--fork", "--kill-child", "--"], new Dictionary<string, string>(), "run", "--store", Store, "--trials", "1");

        Assert.Equal(0, (await process.EndAsync()).ExitCode);

        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM workers WHERE boot IS NULL"));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        connection.Execute(sql);
    }

    private async Task<IReadOnlyList<Trial>> ReadAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return await store.FindAsync(ProcessStudy.Name, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }
}
