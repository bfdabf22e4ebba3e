using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Trials whose process ended between their checkpoint at a rung and their result.</summary>
public sealed class TakenUpTrialTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Steps = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly List<(int Trial, int Step)> _trained = [];
    private string? _address;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task One_that_was_to_be_stopped_is_stopped_where_it_stands_and_can_be_promoted(string kind)
    {
        // Trial 2 is stopped at step 1, behind 9 and 8; its process is gone before that is on record.
        await using (var first = await OpenStoreAsync(kind, new() { Worker = WorkerIdentity.OfThisProcess with { ProcessStarted = "another start" } }))
        {
            var (dead, space) = await OpenAsync(first, [9, 8, 6]);
            var checkpoints = RunCheckpoints.Open(FolderOf(kind), dead, space, new(), new OnceWarnings(Assert.Fail))!;
            foreach (var worth in (double[])[9, 8])
            {
                var trial = (await dead.StartAsync(_ => new(new Point([0.5])), null, Cancel))!;
                var running = new RunningTrial(dead, space, trial);
                for (var step = 1; step <= Steps; step++)
                    running.Report(step, worth);
                await dead.FinishAsync(trial, TrialResult.Complete(worth));
            }
            var third = (await dead.StartAsync(_ => new(new Point([0.5])), null, Cancel))!;
            var stopped = new RunningTrial(dead, space, third, checkpoints: checkpoints);
            stopped.Report(1, 6);
            stopped.SaveCheckpoint(1, stream => stream.WriteByte(1));
        }
        await using var store = await OpenStoreAsync(kind, new());
        double[] worths = [9, 8, 6, 1, 2, 3, 0];
        var (record, _) = await OpenAsync(store, worths);

        await RunAsync(record, kind, worths, trials: 3);

        var trials = await record.ReadAsync(Cancel);
        Assert.Equal((TrialState.Pruned, 6, 1), (trials[2].State, trials[2].Value, trials[2].Measurements.Count));
        Assert.Empty(_trained);
        var decision = Assert.Single(await record.ReadDecisionsAsync(2, Cancel));
        Assert.Equal((1, true), (decision.Step, decision.IsStopped));

        await RunAsync(record, kind, worths, trials: 7);

        trials = await record.ReadAsync(Cancel);
        var decisions = await record.ReadDecisionsAsync(Cancel);
        Assert.Equal(1, trials[2].PromotedAt);
        Assert.DoesNotContain((2, 1), _trained);
        Assert.Equal(new PruningReplayResult(decisions.Count, null), PruningReplay.Run(record.Study, new SuccessiveHalvingPruner(r: 1), trials, decisions));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_study_that_is_extended_after_its_end_promotes_its_older_trials(string kind)
    {
        await using var store = await OpenStoreAsync(kind, new());
        double[] worths = [9, 8, 6, 1, 2, 3, 0];
        var (record, space) = await OpenAsync(store, worths);
        var ended = await RunAsync(record, kind, worths, trials: 3);
        var before = (await record.ReadAsync(Cancel))[2];

        await RunAsync(record, kind, worths, trials: 7);

        var trials = await record.ReadAsync(Cancel);
        Assert.Equal((TrialState.Pruned, 1), (before.State, before.Measurements.Count));
        Assert.Equal(2, ended.KeptCheckpoints);
        Assert.InRange(ended.KeptCheckpointBytes, 1, 1000);
        Assert.Equal((1, 2), (trials[2].PromotedAt, trials[2].Attempt));
        Assert.Equal(_trained.Count, _trained.Distinct().Count());
        var left = record.OpenCheckpoints(100, Assert.Fail) ?? new CheckpointFiles(FolderOf(kind)!, "study", space, Assert.Fail);
        Assert.Equal(trials.Where(trial => trial.State == TrialState.Pruned).Select(trial => trial.Number), left.ReadSizes().Keys.Order());
    }

    [Fact]
    public async Task Of_pruned_trials_the_furthest_keep_their_checkpoints_as_far_as_there_is_room()
    {
        await using var store = await OpenStoreAsync("postgres", new());
        double[] worths = [9, 8, 6, 1, 2, 3, 0];
        var (record, _) = await OpenAsync(store, worths);

        var ended = await RunAsync(record, "postgres", worths, trials: 7, most: 2);

        var pruned = (await record.ReadAsync(Cancel)).Where(trial => trial.State == TrialState.Pruned)
            .OrderByDescending(trial => trial.Measurements[^1].Step).ThenByDescending(trial => trial.Value).Select(trial => trial.Number);
        Assert.Equal((2, 2L), (ended.KeptCheckpoints, ended.KeptCheckpointBytes));
        Assert.Equal(pruned.Take(2).Order(), record.OpenCheckpoints(100, Assert.Fail)!.ReadSizes().Keys.Order());
    }

    [Fact]
    public async Task A_checkpoint_that_is_too_large_costs_a_warning_and_no_trial()
    {
        await using var store = await OpenStoreAsync("postgres", new());
        var study = new Study<double>("large")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, _) =>
            {
                trial.Report(1, 0.5);
                trial.SaveCheckpoint(1, stream => stream.Write(new byte[2000]));
                return 1;
            },
            Policy = new() { LargestCheckpoint = 1000 },
            Budget = new(3),
        };
        var record = await store.OpenAsync(Studies.Define(study), Cancel);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 });

        await runner.RunAsync(Cancel);

        Assert.All(await record.ReadAsync(Cancel), trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Contains("more than 1000 bytes", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
    }

    private async Task<SqlStudyStore> OpenStoreAsync(string kind, StoreOptions options)
    {
        if (kind == "sqlite")
            return new SqliteStudyStore(_folder.File("studies.db"), options);
        _address ??= await server.CreateDatabaseAsync();
        return new PostgresStudyStore(_address, options);
    }

    private string? FolderOf(string kind) => kind == "sqlite" ? _folder.File("studies.db-checkpoints") : null;

    private async Task<(IStudyRecord Record, SearchSpace Space)> OpenAsync(SqlStudyStore store, double[] worths)
    {
        var study = Create(worths);
        return (await store.OpenAsync(Studies.Define(study), Cancel), study.TraceSpace());
    }

    private Task<RunOutcome> RunAsync(IStudyRecord record, string kind, double[] worths, int trials, long most = TrialPolicy.DefaultCheckpointBytes)
    {
        var study = Create(worths, most);
        return new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, Budget = new(trials), CheckpointFolder = FolderOf(kind) }).RunAsync(Cancel);
    }

    // A trial that is worth the same at each of its steps, and keeps its place in a checkpoint.
    private Study<double> Create(double[] worths, long most = TrialPolicy.DefaultCheckpointBytes) => new("study")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = (_, trial, _) =>
        {
            for (var step = trial.Checkpoint?.Step + 1 ?? 1; step <= Steps; step++)
            {
                _trained.Add((trial.Number, step));
                var goesOn = trial.Report(step, worths[trial.Number]);
                trial.SaveCheckpoint(step, stream => stream.WriteByte(1));
                if (!goesOn)
                    break;
            }
            return worths[trial.Number];
        },
        Strategy = new RandomSearch(),
        Pruner = new SuccessiveHalvingPruner(r: 1),
        Policy = new() { KeptCheckpoints = most },
    };
}
