using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PostgresCheckpointsTests(PostgresServer server) : CheckpointsContract, IClassFixture<PostgresServer>
{
    private string _address = "";

    public override async ValueTask InitializeAsync() => _address = await server.CreateDatabaseAsync();

    protected override IStudyStore CreateStore(StoreOptions options) => new PostgresStudyStore(_address, options);

    protected override ICheckpoints Open(IStudyRecord record) => record.OpenCheckpoints(16 << 20, Warnings.Add)!;

    protected override Task DamageAsync() => PostgresServer.ExecuteAsync(_address, "UPDATE hypersearch.checkpoint_pieces SET bytes = '\\x010203'::bytea || '\\x04'::bytea");

    [Fact]
    public async Task An_attempt_that_was_left_behind_takes_no_place_of_a_newer_one()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = WorkerIdentity.OfThisProcess with { ProcessStarted = "another start" } });
        var old = await StartAsync(dead);
        Save(Open(dead), old, 1, 1);
        var record = await OpenAsync();
        var taken = await StartAsync(record);

        Save(Open(dead), old, 7, 7);
        Assert.Equal(1, Open(record).Read(taken)!.Checkpoint.Step);
        Save(Open(record), taken, 2, 2);
        Save(Open(dead), old, 8, 8);

        Assert.Equal(2, Open(record).Read(taken)!.Checkpoint.Step);
        Assert.Equal(1, await CountPiecesAsync());
    }

    [Fact]
    public async Task While_one_is_written_others_start_and_end_trials_and_save_theirs()
    {
        var record = await OpenAsync();
        var (checkpoints, trial) = (Open(record), await StartAsync(record));

        checkpoints.Save(trial, 1, [], stream => stream.Write(new byte[3 << 20]), last =>
        {
            // All of its pieces are written by now.
            var other = StartAsync(record).GetAwaiter().GetResult();
            Save(checkpoints, other, 1, 1);
            Assert.True(record.FinishAsync(other, TrialResult.Complete(1)).GetAwaiter().GetResult());
            last();
        });

        Assert.Equal(3 << 20, checkpoints.Read(trial)!.Checkpoint.Content.Length);
    }

    [Fact]
    public async Task One_whose_server_stops_in_its_midst_is_written_whole_once_it_is_back()
    {
        var record = await OpenAsync();
        var (checkpoints, trial) = (Open(record), await StartAsync(record));
        var restarts = 0;

        checkpoints.Save(trial, 1, [], stream => stream.Write(new byte[3 << 20]), last =>
        {
            if (restarts++ == 0)
                server.RestartAsync().GetAwaiter().GetResult();
            last();
        });

        Assert.Equal(3 << 20, checkpoints.Read(trial)!.Checkpoint.Content.Length);
        Assert.Equal(3, await CountPiecesAsync());
    }

    [Fact]
    public async Task One_that_is_too_large_is_refused_by_name_and_the_one_before_stays()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        var checkpoints = record.OpenCheckpoints(100, Warnings.Add)!;
        Save(checkpoints, trial, 1, new byte[100]);

        var refusal = Assert.Throws<StoreException>(() => Save(checkpoints, trial, 2, new byte[101]));

        Assert.Contains("more than 100 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, checkpoints.Read(trial)!.Checkpoint.Step);
    }

    [Fact]
    public async Task A_deleted_study_leaves_nothing_and_a_renamed_one_has_its_own()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        Save(Open(record), trial, 1, 1);
        await record.ReleaseAsync(trial);
        await using var store = new PostgresStudyStore(_address);
        await store.RenameAsync(Study.Name, "other", Cancel);

        Assert.NotNull((await store.FindAsync("other", Cancel))!.OpenCheckpoints(100, Warnings.Add)!.Read(trial));
        await store.DeleteAsync("other", Cancel);

        Assert.Equal(0, await CountPiecesAsync());
    }

    private Task<long> CountPiecesAsync() => PostgresServerQuery.CountAsync(_address, "checkpoint_pieces");
}
