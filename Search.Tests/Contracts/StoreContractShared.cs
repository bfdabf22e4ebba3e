using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a store must do that several processes share.</summary>
public abstract partial class StoreContractShared : StoreContract
{
    /// <summary>Takes away what came with version 9 and later.</summary>
    public const string DropExtras = "ALTER TABLE studies DROP COLUMN program; DROP TABLE metrics; DROP TABLE metric_steps; DROP TABLE trial_notes; DROP TABLE trial_log; DROP TABLE artifacts; DROP TABLE artifact_pieces; DROP TABLE checkpoints; DROP TABLE checkpoint_pieces; " + DropGoals;

    /// <summary>Takes away what came with version 12.</summary>
    public const string DropGoals = "ALTER TABLE studies DROP COLUMN further_goals; ALTER TABLE studies DROP COLUMN constraints; ALTER TABLE trials DROP COLUMN further_values; ALTER TABLE trials DROP COLUMN excesses; ALTER TABLE trials DROP COLUMN infeasible; ALTER TABLE trials DROP COLUMN replicate_of; ALTER TABLE earlier_results DROP COLUMN further_values; ALTER TABLE earlier_results DROP COLUMN excesses; DROP TABLE IF EXISTS confirmations";

    private static readonly WorkerIdentity Gone = WorkerIdentity.OfThisProcess with { ProcessStarted = "another start" };
    private static readonly WorkerIdentity Elsewhere = new("elsewhere", 1, "then");

    protected sealed override IStudyStore CreateStore() => CreateStore(new StoreOptions());

    protected abstract IStudyStore CreateStore(StoreOptions options);

    /// <summary>Makes an older store of this one.</summary>
    /// <param name="version">Which version.</param>
    /// <param name="sql">Takes away what is newer.</param>
    protected abstract Task TakeBackAsync(int version, string sql);

    /// <summary>Says that the store is of a version.</summary>
    protected abstract string VersionStatement(int version);

    /// <summary>Changes rows by hand.</summary>
    protected abstract Task ChangeAsync(string sql);

    private Task<IStudyRecord> OpenAsync(StoreOptions options) => CreateStore(options).OpenAsync(Study, Cancel);

    [Fact]
    public async Task A_trial_of_a_dead_process_is_taken_up_at_once()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        await RunOneAsync(dead, TrialResult.Complete(1));
        var (first, second) = (await StartAsync(dead), await StartAsync(dead));
        var record = await OpenAsync();

        var (third, fourth, fifth) = (await StartAsync(record), await StartAsync(record), await StartAsync(record));

        Assert.Equal([(1, first.Point, 2), (2, second.Point, 2)], [(third.Number, third.Point, third.Attempt), (fourth.Number, fourth.Point, fourth.Attempt)]);
        Assert.Equal((3, 1), (fifth.Number, fifth.Observed));
    }

    [Fact]
    public async Task A_promoted_trial_of_a_dead_process_is_taken_up_at_once()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        await RunOneAsync(dead, TrialResult.Pruned(1));
        var promoted = await PromoteAsync(dead);
        var record = await OpenAsync();

        var again = await StartAsync(record);

        Assert.Equal((0, promoted.Point, 3), (again.Number, again.Point, again.Attempt));
        Assert.Equal(1, again.PreviousResult!.Value);
        Assert.False(await dead.FinishAsync(promoted, TrialResult.Complete(2)));
        Assert.True(await record.FinishAsync(again, TrialResult.Complete(3)));
        Assert.Equal([3.0, 1.0], Assert.Single(await record.ReadAsync(Cancel)).Results.Select(result => result.Value));
    }

    [Fact]
    public async Task A_result_that_comes_after_the_trial_was_taken_over_is_discarded()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        var late = await StartAsync(dead);
        var record = await OpenAsync();
        var again = await StartAsync(record);

        dead.Report(late, new(1, 5));
        Assert.False(await dead.FinishAsync(late, TrialResult.Complete(1)));
        Assert.False(await dead.ReleaseAsync(late));
        Assert.True(await record.FinishAsync(again, TrialResult.Complete(2)));

        var trial = Assert.Single(await record.ReadAsync(Cancel));
        Assert.Equal(2, trial.Value);
        Assert.Empty(trial.Measurements);
    }

    [Fact]
    public async Task A_trial_of_a_living_process_is_left_alone()
    {
        var other = await OpenAsync();
        var first = await StartAsync(other);
        var record = await OpenAsync();

        Assert.Equal(1, (await StartAsync(record)).Number);
        Assert.True(await other.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_worker_elsewhere_keeps_its_trials_while_its_heart_beats()
    {
        var elsewhere = await OpenAsync(new StoreOptions { Worker = Elsewhere, Lease = TimeSpan.FromHours(1) });
        var first = await StartAsync(elsewhere);
        var record = await OpenAsync();

        Assert.Equal(1, (await StartAsync(record)).Number);
        await elsewhere.HeartbeatAsync();
        Assert.True(await elsewhere.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_worker_elsewhere_whose_lease_has_run_out_is_dead()
    {
        var elsewhere = await OpenAsync(new StoreOptions { Worker = Elsewhere, Lease = TimeSpan.FromMilliseconds(1) });
        var first = await StartAsync(elsewhere);
        await Task.Delay(20, Cancel);
        var record = await OpenAsync();

        Assert.Equal((0, 2), (await StartAsync(record) is var again ? again.Number : -1, again.Attempt));
        Assert.False(await elsewhere.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_run_elsewhere_that_sleeps_longer_than_its_lease_discards_what_was_taken_over_and_says_so()
    {
        using var wake = new ManualResetEventSlim();
        var slow = Studies.Create((_, trial, cancel) =>
        {
            if (trial.Number == 0)
                wake.Wait(cancel);
            return 1;
        }, trials: 3);
        var asleep = await CreateStore(new() { Worker = Elsewhere, Lease = TimeSpan.FromMilliseconds(10), Heartbeat = TimeSpan.FromHours(1) }).OpenAsync(Studies.Define(slow), Cancel);
        var runner = new StudyRunner(slow, slow.TraceSpace(), asleep, new() { Workers = 1 });
        var run = runner.RunAsync(Cancel);
        while ((await asleep.CountAsync(Cancel)).Running == 0)
            await Task.Delay(20, Cancel);
        await Task.Delay(20, Cancel);
        var fast = Studies.Create((_, _, _) => 2, trials: 3);
        var awake = await CreateStore(new()).OpenAsync(Studies.Define(fast), Cancel);
        await new StudyRunner(fast, fast.TraceSpace(), awake, new() { Workers = 1 }).RunAsync(Cancel);
        wake.Set();

        Assert.Equal(RunEnd.Done, (await run).End);
        Assert.Contains("The result of trial 0 came too late and was discarded", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
        Assert.Equal([(2.0, 2), (2.0, 1), (2.0, 1)], (await awake.ReadAsync(Cancel)).Select(trial => (trial.Value, trial.Attempt)));
    }

    [Fact]
    public async Task A_store_that_is_disposed_gives_its_trials_back()
    {
        var store = CreateStore(new StoreOptions());
        var first = await StartAsync(await store.OpenAsync(Study, Cancel));
        await store.DisposeAsync();

        var again = await StartAsync(await OpenAsync());

        Assert.Equal((0, first.Point, 2), (again.Number, again.Point, again.Attempt));
    }

    [Fact]
    public async Task Several_processes_share_the_budget_exactly()
    {
        var records = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));

        await Task.WhenAll(records.SelectMany(record => Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (await record.StartAsync(RandomProposal, 200, Cancel) is { } trial)
                Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
        }, Cancel))));

        var trials = await records[0].ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, 200), trials.Select(t => t.Number));
        Assert.All(trials, t => Assert.Equal((TrialState.Complete, 1), (t.State, t.Attempt)));
    }

    [Fact]
    public async Task A_copy_has_all_that_the_study_has_and_what_runs_there_waits_here()
    {
        var store = (SqlStudyStore)NewStore();
        var original = await FilledAsync(store);

        await store.CopyAsync("study", store, "copy", Cancel);

        var copy = (await NewStore().FindAsync("copy", Cancel))!;
        Assert.Equal(await TextAsync(original), await TextAsync(copy));
        Assert.Equal(1, (await original.CountAsync(Cancel)).Running);
        Assert.Equal((0, 2), (await copy.CountAsync(Cancel) is var counts ? counts.Running : -1, counts.Waiting));
        var next = await StartAsync(await NewStore().OpenAsync(Filled with { Name = "copy" }, Cancel));
        Assert.Equal((await original.ReadAsync(Cancel)).First(trial => !trial.IsFinished).Point, next.Point);
    }

    [Fact]
    public async Task A_copy_and_its_original_go_their_own_ways()
    {
        var store = (SqlStudyStore)NewStore();
        var original = await FilledAsync(store);
        await store.CopyAsync("study", store, "copy", Cancel);
        var before = await TextAsync(original);
        var copy = await NewStore().OpenAsync(Filled with { Name = "copy" }, Cancel);
        for (var i = 0; i < 4; i++)
            await RunOneAsync(copy, TrialResult.Complete(i));

        Assert.Equal(before, await TextAsync(original));
        await store.DeleteAsync("copy", Cancel);
        Assert.Equal(before, await TextAsync(original));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_nothing_changes()
    {
        var store = (SqlStudyStore)NewStore();
        await store.OpenAsync(Study with { Name = "other" }, Cancel);
        var record = await store.OpenAsync(Study, Cancel);
        await RunOneAsync(record, TrialResult.Complete(1));
        var before = await store.ListAsync(Cancel);

        foreach (var change in (Func<Task>[])[() => store.CopyAsync("study", store, "other", Cancel), () => store.RenameAsync("study", "other", Cancel), () => store.CopyAsync("study", store, "study", Cancel)])
            Assert.Contains("already", (await Assert.ThrowsAsync<StoreException>(change)).Message, StringComparison.Ordinal);
        foreach (var change in (Func<Task>[])[() => store.CopyAsync("nobody", store, "new", Cancel), () => store.RenameAsync("nobody", "new", Cancel), () => store.DeleteAsync("nobody", Cancel)])
            Assert.Contains("no study 'nobody'", (await Assert.ThrowsAsync<StoreException>(change)).Message, StringComparison.Ordinal);

        Assert.Equal(before, await store.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_renamed_study_is_found_under_its_new_name_with_all_it_has()
    {
        var store = (SqlStudyStore)NewStore();
        var before = await TextAsync(await FilledAsync(store, isIdle: true));

        await store.RenameAsync("study", "it's \"new\"", Cancel);

        Assert.Null(await store.FindAsync("study", Cancel));
        Assert.Equal(before, await TextAsync((await store.FindAsync("it's \"new\"", Cancel))!));
    }

    [Fact]
    public async Task A_deleted_study_is_gone_and_can_be_made_anew()
    {
        var store = (SqlStudyStore)NewStore();
        await FilledAsync(store, isIdle: true);

        await store.DeleteAsync("study", Cancel);

        Assert.Empty(await store.ListAsync(Cancel));
        var again = await store.OpenAsync(Study, Cancel);
        Assert.Empty(await again.ReadAsync(Cancel));
        Assert.Empty(await again.ReadRoundsAsync(Cancel));
        Assert.Empty(again.Study.Earlier);
        Assert.Equal((0, 0), (await StartAsync(again) is var first ? first.Number : -1, first.Observed));
    }

    [Fact]
    public async Task A_study_at_work_is_neither_renamed_nor_deleted_until_its_worker_is_gone()
    {
        var store = (SqlStudyStore)NewStore();
        var trial = await StartAsync(await CreateStore(new StoreOptions { Worker = Elsewhere, Lease = TimeSpan.FromHours(1) }).OpenAsync(Study, Cancel));
        foreach (var change in (Func<Task>[])[() => store.RenameAsync("study", "new", Cancel), () => store.DeleteAsync("study", Cancel)])
            Assert.Contains("process 1 on elsewhere", (await Assert.ThrowsAsync<StoreException>(change)).Message, StringComparison.Ordinal);
        Assert.Equal(trial.Number, Assert.Single(await (await store.FindAsync("study", Cancel))!.ReadAsync(Cancel)).Number);

        await StartAsync(await CreateStore(new StoreOptions { Worker = Gone }).OpenAsync(Study with { Name = "left" }, Cancel));
        await store.DeleteAsync("left", Cancel);

        Assert.Equal("study", Assert.Single(await store.ListAsync(Cancel)).Name);
    }

    [Fact]
    public async Task Who_has_a_study_open_that_is_renamed_or_deleted_is_told_so()
    {
        var store = (SqlStudyStore)NewStore();
        var renamed = await OpenAsync();
        var deleted = await OpenAsync(Study with { Name = "other" });
        await RunOneAsync(renamed, TrialResult.Complete(1));

        await store.RenameAsync("study", "new", Cancel);
        await store.DeleteAsync("other", Cancel);
        await store.OpenAsync(Study with { Name = "other" }, Cancel);

        Assert.Contains("renamed to 'new'", (await Assert.ThrowsAsync<StudyChangedException>(() => StartAsync(renamed))).Message, StringComparison.Ordinal);
        Assert.Contains("was deleted", (await Assert.ThrowsAsync<StudyChangedException>(() => StartAsync(deleted))).Message, StringComparison.Ordinal);
        Assert.Equal([0, 1], (await store.ListAsync(Cancel)).Select(study => study.Counts.Total).Order());
    }

    [Fact]
    public async Task A_copy_of_a_widened_study_has_its_spaces_and_values()
    {
        var store = (SqlStudyStore)NewStore();
        for (var i = 0; i < 10; i++)
            await RunOneAsync(await store.OpenAsync(Study, Cancel), TrialResult.Complete(i));
        var original = await store.WidenAsync(Wider, Cancel);
        await RunOneAsync(original, TrialResult.Complete(1));

        await store.CopyAsync("study", store, "copy", Cancel);

        var copy = await NewStore().OpenAsync(Wider with { Name = "copy" }, Cancel);
        Assert.Equal([0, 10], (await copy.ReadSpacesAsync(Cancel)).Select(space => space.FirstTrial));
        Assert.Equal((await original.ReadAsync(Cancel)).SelectMany(trial => trial.ValuesIn(Wider.Space)), (await copy.ReadAsync(Cancel)).SelectMany(trial => trial.ValuesIn(Wider.Space)));
    }

    [Fact]
    public async Task A_study_that_learns_replays_after_the_earlier_ones_were_renamed_or_deleted_and_so_does_its_copy()
    {
        var store = (SqlStudyStore)NewStore();
        foreach (var name in (string[])["deleted", "renamed"])
            await RunAsync(store, Study with { Name = name }, new RandomSearch(), 8);
        await RunAsync(store, await WithEarlierAsync(store, Study), new LearnsFromBest(), 10);

        await store.DeleteAsync("deleted", Cancel);
        await store.RenameAsync("renamed", "other", Cancel);
        await store.CopyAsync("study", store, "copy", Cancel);

        foreach (var name in (string[])["study", "copy"])
        {
            var record = await RunAsync(NewStore(), Study with { Name = name }, new LearnsFromBest(), 20);
            Assert.Equal(["deleted", "renamed"], record.Study.Earlier.Select(earlier => earlier.Name).Order(StringComparer.Ordinal));
            Assert.Equal(new ReplayResult(20, null), Replay.Run(record.Study, new LearnsFromBest(), await record.ReadAsync(Cancel)));
        }
        var (one, other) = ((await store.FindAsync("study", Cancel))!, (await store.FindAsync("copy", Cancel))!);
        Assert.Equal((await one.ReadAsync(Cancel)).Select(trial => trial.Point), (await other.ReadAsync(Cancel)).Select(trial => trial.Point));
    }

    [Fact]
    public async Task A_study_of_a_store_that_knew_of_no_earlier_ones_learns_from_none()
    {
        await RunOneAsync(await OpenAsync(), TrialResult.Complete(1));
        await TakeBackAsync(6, "DROP TABLE earlier_studies");

        Assert.Empty((await NewStore().FindAsync("study", Cancel))!.Study.Earlier);
        Assert.Empty((await OpenAsync(Study with { Earlier = Earliers })).Study.Earlier);
        Assert.Equal(TextOf(Earliers), TextOf((await OpenAsync(Study with { Name = "new", Earlier = Earliers })).Study.Earlier));
    }

    [Fact]
    public async Task A_store_that_knew_of_one_goal_alone_is_read_as_it_is_and_takes_several_from_its_first_write_on()
    {
        await RunOneAsync(await OpenAsync(), TrialResult.Complete(1));
        await ChangeAsync($"{DropGoals}; {VersionStatement(11)}");

        var old = (await NewStore().FindAsync("study", Cancel))!;
        Assert.Equal((1, 0, 0), (old.Study.Goals.Count, old.Study.Constraints.Count, (await old.ReadAsync(Cancel))[0].Excesses.Count));
        Assert.Equal(1, Assert.Single(await old.ReadBestAsync(1, Cancel)).Value);
        Assert.Empty(old.Study.DifferencesTo(Study));
        var record = await OpenAsync(Several with { Name = "new" });
        await RunOneAsync(record, Came(1, [2, 3], [4, 5]));

        Assert.Equal([2, 3], Assert.Single(await (await OpenAsync(Several with { Name = "new" })).ReadAsync(Cancel)).FurtherValues);
        Assert.Equal(1, (await (await OpenAsync()).ReadAsync(Cancel))[0].Value);
    }

    [Fact]
    public async Task A_damaged_value_of_a_goal_or_constraint_is_told_with_its_trial()
    {
        await RunOneAsync(await OpenAsync(Several), Came(1, [2, 3], [4, 5]));
        foreach (var damage in (string[])["further_values = '[1,'", "further_values = '[1,\"2\"]'", "excesses = '{}'", "excesses = '[1e999]'"])
        {
            await ChangeAsync($"UPDATE trials SET {damage}");
            Assert.Contains("Trial 0 of study 'study' cannot be read", (await Assert.ThrowsAnyAsync<StoreException>(async () => await (await OpenAsync(Several)).ReadAsync(Cancel))).Message, StringComparison.Ordinal);
            await ChangeAsync("UPDATE trials SET further_values = NULL, excesses = NULL");
        }
        foreach (var damage in (string[])["further_goals = '[{}]'", "further_goals = '[{\"goal\":\"up\",\"metric\":\"a\"}]'", "constraints = '[{\"metric\":\"a\"}]'", "constraints = '[{\"metric\":\"a\",\"atMost\":1,\"atLeast\":0}]'"])
        {
            await ChangeAsync($"UPDATE studies SET {damage}");
            Assert.Contains("Study 'study' cannot be read", (await Assert.ThrowsAnyAsync<StoreException>(async () => await NewStore().FindAsync("study", Cancel))).Message, StringComparison.Ordinal);
            await ChangeAsync("UPDATE studies SET further_goals = NULL, constraints = NULL");
        }
    }

    private static StudyDefinition Filled => Several with { Program = """{"command":["a"]}""" };

    /// <summary>A study with a trial in each state, measurements and a round.</summary>
    private static async Task<IStudyRecord> FilledAsync(SqlStudyStore store, bool isIdle = false)
    {
        var record = await store.OpenAsync(Filled with { Earlier = Earliers }, Cancel);
        var round = new SearchRound(1, [.. Space.Parameters.Select(parameter => parameter.Definition)], "the declared ranges");
        var first = await record.StartAsync(history => RandomProposal(history) with { Round = round, Note = "a note" }, null, Cancel);
        record.Report(first!, new(1, 1.0 / 3));
        record.Report(first!, new(2, -1e300));
        await record.FinishAsync(first!, Came(Math.PI, [1.0 / 3, 2], [-1, 1e-300]));
        await RunOneAsync(record, TrialResult.Pruned(0.1));
        await RunOneAsync(record, TrialResult.Failed("it's an error\nwith a stack"));
        Assert.True(await record.FinishAsync((await record.StartAsync(RandomProposal, null, _ => 1, Cancel))!, Came(0.2, [-0.25, 1e300], [0, 0])));
        await record.CorrectAsync(TrialCorrection.Requeue, [0, 2], null, Cancel);
        await record.ReleaseAsync(await StartAsync(record));
        await record.FinishAsync(await StartAsync(record), Came(0.3, [5, 6], [7, -8]));
        await record.FinishAsync(await StartAsync(record), TrialResult.Failed("again"));
        var running = await StartAsync(record);
        record.Report(running, new(1, 0.5));
        await record.EnqueueAsync(Space.Complete(new Setting { { "optimizer", "adam" }, { "units", 17 } }), Cancel);
        while ((await record.ReadAsync(Cancel))[3].Measurements.Count == 0)
            await Task.Delay(10, Cancel);
        if (isIdle)
            await record.ReleaseAsync(running);
        return record;
    }

    // All but which trials run.
    private static async Task<List<string>> TextAsync(IStudyRecord record) => [.. await AttemptTextsAsync(record),
        $"{string.Join(", ", record.Study.Goals)} {string.Join(", ", record.Study.Constraints)} {record.Study.Seed} {record.Study.Strategy} {record.Study.PlannedTrials} {record.Study.Program} {string.Join(' ', record.Study.Options)} {string.Join(' ', record.Study.Space.Parameters)} {TextOf(record.Study.Earlier)}",
        .. (await record.ReadAsync(Cancel)).Select(trial => $"{trial with { State = trial.State == TrialState.Running ? TrialState.Waiting : trial.State, Measurements = [] }} {string.Join(' ', trial.Measurements)} {string.Join(' ', trial.Results.Select(result => (result.State, OutcomeOf(result), result.Error, result.FinishOrder, string.Join(' ', result.Measurements))))}"),
        .. (await record.ReadRoundsAsync(Cancel)).Select(round => $"{round.Number} {round.FirstTrial} {round.Reason} {string.Join(' ', round.Ranges)}"),
    ];
}
