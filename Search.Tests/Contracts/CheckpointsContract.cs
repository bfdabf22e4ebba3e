using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What holds wherever the checkpoints of a study lie.</summary>
public abstract class CheckpointsContract : IAsyncLifetime
{
    private readonly List<IStudyStore> _stores = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static StudyDefinition Study { get; } = new("study", new SearchSpace(new FloatParameter("x", 0, 1)), Goal.Minimize("loss"), Seed: 1);

    /// <summary>What could not be read.</summary>
    protected List<string> Warnings { get; } = [];

    protected abstract IStudyStore CreateStore(StoreOptions options);

    /// <summary>The checkpoints of a record that such a store has opened.</summary>
    protected abstract ICheckpoints Open(IStudyRecord record);

    /// <summary>Changes a byte of the content of trial 0's checkpoint.</summary>
    protected abstract Task DamageAsync();

    public virtual ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _stores)
            await store.DisposeAsync();
    }

    protected async Task<IStudyRecord> OpenAsync(StoreOptions? options = null)
    {
        var store = CreateStore(options ?? new());
        _stores.Add(store);
        return await store.OpenAsync(Study, Cancel);
    }

    protected static async Task<Trial> StartAsync(IStudyRecord record) => (await record.StartAsync(_ => new(new Point([0.5])), null, Cancel))!;

    protected static void Save(ICheckpoints checkpoints, Trial trial, int step, params byte[] content) =>
        checkpoints.Save(trial, step, [new(0, 0.25), new(step, 1.0 / 3)], stream => stream.Write(content), last => last());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 7)]
    public async Task A_trial_that_is_taken_up_again_finds_what_it_saved(int size)
    {
        byte[] content = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31 + i / 251))];
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        Assert.Null(Open(record).Read(trial));
        Save(Open(record), trial, 3, content);
        await record.ReleaseAsync(trial);

        var again = await OpenAsync();
        var taken = await StartAsync(again);
        var saved = Open(again).Read(taken)!;

        Assert.Equal((0, 2), (taken.Number, taken.Attempt));
        Assert.True(Open(again).Exists(taken));
        Assert.Equal(3, saved.Checkpoint.Step);
        Assert.Equal(content, saved.Checkpoint.Content.ToArray());
        Assert.Equal([new(0, 0.25), new(3, 1.0 / 3)], saved.Measurements);
        Assert.InRange(Assert.Single(Open(again).ReadSizes()).Value, size, size + 1000);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task A_newer_one_takes_the_place_of_the_one_before_and_a_write_that_fails_does_not()
    {
        var record = await OpenAsync();
        var (checkpoints, trial) = (Open(record), await StartAsync(record));
        Save(checkpoints, trial, 1, 1);
        Save(checkpoints, trial, 2, 2);

        Assert.Throws<FormatException>(() => checkpoints.Save(trial, 3, [], _ => throw new FormatException(), last => last()));
        checkpoints.Save(trial, 4, [], stream => stream.WriteByte(4), _ => { });

        Assert.Equal((2, 2), (checkpoints.Read(trial)!.Checkpoint.Step, checkpoints.Read(trial)!.Checkpoint.Content.Span[0]));
        Assert.Single(checkpoints.ReadSizes());
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_others_stay()
    {
        var record = await OpenAsync();
        var (checkpoints, first, second) = (Open(record), await StartAsync(record), await StartAsync(record));
        Save(checkpoints, first, 1, 1);
        Save(checkpoints, second, 1, 2);
        await record.FinishAsync(first, TrialResult.Complete(1));

        checkpoints.Remove(first);
        checkpoints.Remove(first);

        Assert.False(checkpoints.Exists(first));
        Assert.Null(checkpoints.Read(first));
        Assert.Equal([1], checkpoints.ReadSizes().Keys);
    }

    [Fact]
    public async Task What_was_saved_elsewhere_can_be_put_in_its_place()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        await record.ReleaseAsync(trial);

        Open(record).Put(trial, new(new(5, new byte[] { 1, 2 }), [new(4, 0.5)]));

        var saved = Open(record).Read(await StartAsync(record))!;
        Assert.Equal((5, 2), (saved.Checkpoint.Step, saved.Checkpoint.Content.Length));
        Assert.Equal([new(4, 0.5)], saved.Measurements);
    }

    [Fact]
    public async Task One_that_is_damaged_counts_as_none_and_is_warned_about()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        Save(Open(record), trial, 1, 1, 2, 3);

        await DamageAsync();

        Assert.Null(Open(record).Read(trial));
        Assert.Contains("counts as none", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_threads_save_and_read_at_once()
    {
        var record = await OpenAsync();
        var checkpoints = Open(record);
        Trial[] trials = [await StartAsync(record), await StartAsync(record), await StartAsync(record)];

        await Parallel.ForEachAsync(Enumerable.Range(1, 30), Cancel, (step, _) =>
        {
            Save(checkpoints, trials[step % 3], step, [.. Enumerable.Repeat((byte)step, 1000)]);
            var saved = checkpoints.Read(trials[step % 3])!;
            Assert.Equal(Enumerable.Repeat((byte)saved.Checkpoint.Step, 1000), saved.Checkpoint.Content.ToArray());
            return default;
        });

        Assert.Equal(3, checkpoints.ReadSizes().Count);
        Assert.Empty(Warnings);
    }
}
