using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a shared store must do about trials whose process died.</summary>
public abstract partial class StoreContractShared
{
    private static StoreOptions Dead => new() { Worker = Gone };

    [Fact]
    public async Task A_trial_with_which_three_processes_have_died_is_recorded_as_failed_with_what_is_known_and_the_study_goes_on()
    {
        for (var death = 0; death < 3; death++)
        {
            var record = await OpenAsync(Dead);
            var trial = (await record.StartAsync(RandomProposal, 1, Cancel))!;
            Assert.Equal((0, death + 1), (trial.Number, trial.Attempt));
            record.Report(trial, new(1, 0.25));
            record.Report(trial, new(2, 1.0 / 3));
            while ((await record.ReadAsync(Cancel))[0].Measurements.Count < 2)
                await Task.Delay(10, Cancel);
        }
        var alive = await OpenAsync();

        var next = await StartAsync(alive);

        Assert.Equal((1, 1), (next.Number, next.Observed));
        var failed = (await alive.ReadAsync(Cancel))[0];
        Assert.Equal((TrialState.Failed, null, 0, 3), (failed.State, failed.Value, failed.FinishOrder, failed.Attempt));
        Assert.Matches(
            $@"^The process died 3 times with this trial in it, the last time process {Environment.ProcessId} on {Environment.MachineName}, where it had run since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Its last measurement was 0\.3333333333333333 at step 2\.\n",
            failed.Error);
        Assert.Equal([AttemptEnd.Died, AttemptEnd.Died, AttemptEnd.Died], (await alive.ReadAttemptsAsync(0, Cancel)).Select(attempt => attempt.End));
    }

    [Fact]
    public async Task A_store_from_before_attempts_were_kept_has_its_promoted_trials_and_its_workers_live_by_their_leases()
    {
        await using (var store = CreateStore(new StoreOptions { Worker = Gone }))
        {
            var before = await store.OpenAsync(Study, Cancel);
            var first = await StartAsync(before);
            before.Report(first, new(1, 0.25));
            await before.FinishAsync(first, TrialResult.Pruned(0.25));
            await before.FinishAsync(await PromoteAsync(before), TrialResult.Complete(0.5));
        }
        var running = await StartAsync(await OpenAsync(Dead));
        await TakeBackAsync(4,
            """
            DROP TABLE attempts; DROP TABLE earlier_studies; ALTER TABLE workers DROP COLUMN boot; ALTER TABLE workers DROP COLUMN instructions;
            ALTER TABLE earlier_results DROP COLUMN state; ALTER TABLE earlier_results DROP COLUMN error;
            ALTER TABLE earlier_results DROP COLUMN worker; ALTER TABLE earlier_results DROP COLUMN measurements
            """);

        var record = await OpenAsync();

        Assert.Equal((1, 2), (running.Number, (await StartAsync(record)).Number));
        Assert.Equal([(TrialState.Complete, 0.5), (TrialState.Pruned, 0.25)], (await record.ReadAsync(Cancel))[0].Results.Select(result => (result.State, result.Value!.Value)));
        Assert.Equal([(AttemptEnd.Pruned, null), (AttemptEnd.Complete, Gone.ToString())], (await record.ReadAttemptsAsync(0, Cancel)).Select(attempt => (attempt.End!.Value, attempt.Worker)));
        Assert.All(await record.ReadAttemptsAsync(0, Cancel), attempt => Assert.Null(attempt.Instructions));
    }

    [Theory]
    [InlineData("Search.Strategies.RandomSearch", "HyperSearch.RandomSearch")]
    [InlineData("My.Search.Strategies.Mine", "My.Search.Strategies.Mine")]
    public async Task A_store_from_before_strategies_had_their_present_names_knows_them_by_these(string recorded, string now)
    {
        await using (var store = CreateStore(new StoreOptions { Worker = Gone }))
            await store.OpenAsync(Study, Cancel);
        await TakeBackAsync(5, $"DROP TABLE earlier_studies; UPDATE studies SET strategy = '{recorded}'");

        Assert.Equal(now, (await OpenAsync()).Study.Strategy);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task The_study_says_after_how_many_deaths_a_trial_has_failed(int mostAttempts)
    {
        for (var death = 0; death < mostAttempts; death++)
            Assert.Equal(0, (await (await OpenAsync(Dead)).StartAsync(RandomProposal, new StartLimits(1, mostAttempts), null, Cancel))!.Number);

        Assert.Null(await (await OpenAsync()).StartAsync(RandomProposal, new StartLimits(1, mostAttempts), null, Cancel));

        Assert.Equal(new TrialCounts(0, 0, 1, 0, 0), await (await OpenAsync()).CountAsync(Cancel));
    }

    [Fact]
    public async Task An_attempt_that_is_given_back_is_no_death()
    {
        for (var i = 0; i < 5; i++)
            Assert.True(await OpenAsync() is var giver && await giver.ReleaseAsync(await StartAsync(giver)));
        for (var i = 0; i < 5; i++)
        {
            var store = CreateStore(new StoreOptions());
            Assert.Equal(0, (await StartAsync(await store.OpenAsync(Study, Cancel))).Number);
            await store.DisposeAsync();
        }

        var record = await OpenAsync();
        Assert.Equal((0, 11), (await StartAsync(record) is var trial ? trial.Number : -1, trial.Attempt));
        Assert.All((await record.ReadAttemptsAsync(0, Cancel)).SkipLast(1), attempt => Assert.Equal(AttemptEnd.Interrupted, attempt.End));
    }

    [Fact]
    public async Task The_last_attempt_comes_after_all_others_and_alone_in_its_process()
    {
        // Three that ran side by side, twice.
        for (var death = 0; death < 2; death++)
        {
            var dead = await OpenAsync(Dead);
            for (var number = 0; number < 3; number++)
                Assert.Equal(number, (await StartAsync(dead)).Number);
        }
        var (one, two) = (await OpenAsync(), await OpenAsync());

        var beside = (await one.StartAsync(RandomProposal, 4, Cancel))!;
        Assert.Equal(3, beside.Number);
        Assert.Null(await one.StartAsync(RandomProposal, 4, Cancel));
        // Another process runs nothing.
        var alone = (await two.StartAsync(RandomProposal, 4, Cancel))!;
        Assert.Equal((0, 3), (alone.Number, alone.Attempt));
        await one.ReleaseAsync(beside);
        Assert.Null(await two.StartAsync(RandomProposal, 9, Cancel));
        Assert.Equal(3, (await one.StartAsync(RandomProposal, 4, Cancel))!.Number);
        Assert.True(await two.FinishAsync(alone, TrialResult.Complete(1)));
        Assert.Equal(1, (await two.StartAsync(RandomProposal, 4, Cancel))!.Number);
    }

    [Fact]
    public async Task Whoever_ran_beside_a_trial_that_always_ends_its_process_is_complete_in_the_end()
    {
        var deaths = 0;
        while (await RunUntilDeathAsync())
            deaths++;

        var record = await OpenAsync();
        Assert.Equal(3, deaths);
        Assert.Equal(Enumerable.Range(0, 12).Select(number => number == 4 ? TrialState.Failed : TrialState.Complete), (await record.ReadAsync(Cancel)).Select(trial => trial.State));
        Assert.Equal(Enumerable.Range(0, 12), (await record.ReadAsync(Cancel)).Select(trial => trial.FinishOrder!.Value).Order());

        // Three workers, of which each has run its trial when the next starts one; trial 4 ends the process.
        async Task<bool> RunUntilDeathAsync()
        {
            var dead = await OpenAsync(Dead);
            var running = new Queue<Trial>();
            while (true)
            {
                while (running.Count < 3 && await dead.StartAsync(RandomProposal, 12, Cancel) is { } trial)
                    running.Enqueue(trial);
                if (!running.TryDequeue(out var first))
                    return false;
                if (first.Number == 4)
                    return true;
                await dead.FinishAsync(first, TrialResult.Complete(first.Number));
            }
        }
    }

    [Fact]
    public async Task Several_processes_that_find_the_same_death_at_once_count_it_once()
    {
        var dead = await OpenAsync(Dead);
        for (var i = 0; i < 6; i++)
            await StartAsync(dead);
        var records = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync()));

        var started = await Task.WhenAll(records.Select(record => Task.Run(() => record.StartAsync(RandomProposal, new StartLimits(6, 1), null, Cancel), Cancel)));

        Assert.All(started, Assert.Null);
        var trials = await records[0].ReadAsync(Cancel);
        Assert.All(trials, trial => Assert.Equal((TrialState.Failed, trial.Number), (trial.State, trial.FinishOrder)));
        foreach (var trial in trials)
            Assert.Equal([AttemptEnd.Died], (await records[0].ReadAttemptsAsync(trial.Number, Cancel)).Select(attempt => attempt.End));
    }

    [Fact]
    public async Task Deaths_are_counted_anew_after_a_trial_was_requeued()
    {
        for (var death = 0; death < 3; death++)
            await (await OpenAsync(Dead)).StartAsync(RandomProposal, 1, Cancel);
        var record = await OpenAsync();
        Assert.Null(await record.StartAsync(RandomProposal, 1, Cancel));

        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        for (var death = 0; death < 3; death++)
            Assert.Equal(4 + death, (await (await OpenAsync(Dead)).StartAsync(RandomProposal, 1, Cancel))!.Attempt);
        Assert.Null(await (await OpenAsync()).StartAsync(RandomProposal, 1, Cancel));

        Assert.Equal([TrialState.Failed, TrialState.Failed], Assert.Single(await record.ReadAsync(Cancel)).Results.Select(result => result.State));
    }

    [Theory]
    [InlineData(TrialCorrection.Fail, TrialState.Failed)]
    [InlineData(TrialCorrection.Requeue, TrialState.Waiting)]
    [InlineData(TrialCorrection.Skip, TrialState.Failed)]
    public async Task A_trial_whose_process_is_dead_can_be_failed_requeued_and_skipped(TrialCorrection correction, TrialState after)
    {
        await StartAsync(await OpenAsync(Dead));
        var record = await OpenAsync();

        await record.CorrectAsync(correction, [0], null, Cancel);

        Assert.Equal(after, Assert.Single(await record.ReadAsync(Cancel)).State);
        Assert.Equal([AttemptEnd.Died], (await record.ReadAttemptsAsync(0, Cancel)).Select(attempt => attempt.End));
    }

    /// <summary>Two machines may have one name: what the one is told of its processes says nothing of the other's.</summary>
    [Theory]
    [InlineData("another boot")]
    [InlineData(null)]
    public async Task A_process_that_is_not_here_is_gone_only_where_it_ran_since_this_machine_was_started(string? boot)
    {
        var namesake = Gone with { Boot = boot };
        var other = await OpenAsync(new StoreOptions { Worker = namesake, Lease = TimeSpan.FromHours(1) });
        var trial = await StartAsync(other);
        var store = (SqlStudyStore)NewStore();
        var record = await store.OpenAsync(Study, Cancel);

        Assert.Equal(1, (await StartAsync(record)).Number);
        Assert.Contains($"runs in {namesake}", (await Assert.ThrowsAsync<StoreException>(() => record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel))).Message, StringComparison.Ordinal);
        foreach (var change in (Func<Task>[])[() => store.RenameAsync("study", "new", Cancel), () => store.DeleteAsync("study", Cancel)])
            Assert.Contains($"at work in {namesake}", (await Assert.ThrowsAsync<StoreException>(change)).Message, StringComparison.Ordinal);
        Assert.True(await other.FinishAsync(trial, TrialResult.Complete(1)));
        Assert.Null(namesake.IsAlive());
        Assert.Equal((true, false), (WorkerIdentity.OfThisProcess.IsAlive(), Gone.IsAlive()));
    }

    [Fact]
    public async Task A_namesake_of_this_machine_whose_lease_has_run_out_is_dead_though_a_process_here_has_its_number()
    {
        var namesake = new StoreOptions { Worker = WorkerIdentity.OfThisProcess with { Boot = "another boot" }, Lease = TimeSpan.FromMilliseconds(1) };
        await StartAsync(await OpenAsync(namesake));
        await Task.Delay(20, Cancel);

        Assert.Equal((0, 2), (await StartAsync(await OpenAsync()) is var again ? again.Number : -1, again.Attempt));
    }

    // How they ended, and in which process, with which instructions.
    private static async Task<List<string>> AttemptTextsAsync(IStudyRecord record)
    {
        var texts = new List<string>();
        foreach (var trial in await record.ReadAsync(Cancel))
            texts.AddRange((await record.ReadAttemptsAsync(trial.Number, Cancel)).Where(attempt => attempt.End is not null).Select(attempt => $"{trial.Number} {attempt}"));
        return texts;
    }
}
