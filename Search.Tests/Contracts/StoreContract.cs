using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private readonly List<IStudyStore> _stores = [];

    /// <summary>An integer, a real number, a logarithm, options of each kind, and a parameter that depends on another.</summary>
    protected static SearchSpace Space { get; } = SearchSpace.Trace(suggest =>
    {
        suggest.LogUniform("lr", 1e-6, 1e-2);
        suggest.Uniform("momentum", -1, 1);
        suggest.LogInt("units", 3, 4000);
        suggest.Ordinal("batch", 16, 32, 64);
        var optimizer = suggest.Choice("optimizer", "sgd", "adam", "it's \"quoted\"\n");
        return optimizer == "adam" ? suggest.Uniform("beta", 0, 0.9999, 0.0001) : 0;
    });

    protected static StudyDefinition Study { get; } = new("study", Space, Goal.Maximize("accuracy"), ulong.MaxValue - 3)
    {
        Strategy = "RandomSearch",
        PlannedTrials = 100,
        Options = new Dictionary<string, string> { ["data"] = "digits" },
    };

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A store; each call within a test leads to the same studies.</summary>
    protected abstract IStudyStore CreateStore();

    protected IStudyStore NewStore()
    {
        var store = CreateStore();
        _stores.Add(store);
        return store;
    }

    protected Task<IStudyRecord> OpenAsync(StudyDefinition? study = null) => NewStore().OpenAsync(study ?? Study, Cancel);

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Proposal RandomProposal(History history)
    {
        var random = history.ProposalStream();
        return new RandomSearch().Propose(history, ref random)!;
    }

    protected static async Task<Trial> StartAsync(IStudyRecord record) =>
        (await record.StartAsync(RandomProposal, null, Cancel))!;

    protected static async Task<Trial> RunOneAsync(IStudyRecord record, TrialResult result)
    {
        var trial = await StartAsync(record);
        Assert.True(await record.FinishAsync(trial, result));
        return trial;
    }

    [Fact]
    public async Task A_study_is_made_once_and_found_by_name()
    {
        var store = NewStore();
        Assert.Null(await store.FindAsync("study", Cancel));
        Assert.Empty(await store.ListAsync(Cancel));
        await store.OpenAsync(Study, Cancel);
        await store.OpenAsync(Study with { PlannedTrials = 7, Strategy = "Other" }, Cancel);

        var found = (await store.FindAsync("study", Cancel))!.Study;

        Assert.Empty(found.DifferencesTo(Study));
        Assert.Equal(Study.Seed, found.Seed);
        Assert.Equal((100, "RandomSearch"), (found.PlannedTrials, found.Strategy));
        Assert.Equal(Space.Parameters.Select(p => p.Definition), found.Space.Parameters.Select(p => p.Definition));
        Assert.Null(await store.FindAsync("other", Cancel));
    }

    [Fact]
    public async Task A_program_is_on_record_and_how_it_is_run_is_as_last()
    {
        static StudyDefinition WithProgram(string program) => Study with { Program = program };
        var store = NewStore();
        await store.OpenAsync(WithProgram("""{"command":["a"],"run":{"trials":1}}"""), Cancel);
        await store.OpenAsync(WithProgram("""{"command":["a"],"run":{"trials":2}}"""), Cancel);

        var changed = await Assert.ThrowsAsync<StudyChangedException>(() => store.OpenAsync(WithProgram("""{"command":["b"],"run":{"trials":3}}"""), Cancel));

        Assert.Contains("command: on record [\"a\"], now [\"b\"]", changed.Message, StringComparison.Ordinal);
        Assert.Equal("""{"command":["a"],"run":{"trials":2}}""", (await store.FindAsync("study", Cancel))!.Study.Program);
    }

    [Fact]
    public async Task The_best_are_the_complete_trials_by_value_and_of_equal_ones_the_lower_number()
    {
        var store = NewStore();
        var maximize = await store.OpenAsync(Study, Cancel);
        var minimize = await store.OpenAsync(Study with { Name = "b", Goal = Goal.Minimize("loss") }, Cancel);
        foreach (var record in (IStudyRecord[])[maximize, minimize])
        {
            await RunOneAsync(record, TrialResult.Pruned(9));
            await RunOneAsync(record, TrialResult.Failed("no"));
            foreach (var value in (double[])[0.5, -2, 0.75, 0.5])
                await RunOneAsync(record, TrialResult.Complete(value));
            await StartAsync(record);
        }

        Assert.Equal([4, 2, 5, 3], (await maximize.ReadBestAsync(10, Cancel)).Select(trial => trial.Number));
        Assert.Equal([3, 2, 5], (await minimize.ReadBestAsync(3, Cancel)).Select(trial => trial.Number));
        Assert.Equal((await maximize.ReadAsync(Cancel))[4].ToString(), (await maximize.ReadBestAsync(1, Cancel))[0].ToString());
    }

    /// <summary>The database's order is that of <see cref="TrialRanking"/>: with ties, zeros of either sign, and a promoted trial among them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_database_calls_the_best_is_what_the_one_rule_says(bool maximizes)
    {
        var store = NewStore();
        var goal = maximizes ? Goal.Maximize("score") : Goal.Minimize("score");
        var record = await store.OpenAsync(Study with { Goal = goal }, Cancel);
        var pruned = await RunOneAsync(record, TrialResult.Pruned(maximizes ? 5 : -5));
        // Results arrive youngest first.
        double[] values = [0.0, -0.0, 1, -1, -0.0, 0.0, 1, -1];
        var started = new List<Trial>();
        foreach (var _ in values)
            started.Add(await StartAsync(record));
        foreach (var (trial, value) in started.Zip(values).Reverse())
            await record.FinishAsync(trial, TrialResult.Complete(value));
        var promoted = await record.StartAsync(_ => throw new InvalidOperationException("not asked"), null, _ => pruned.Number, Cancel);
        await record.FinishAsync(promoted!, TrialResult.Complete(maximizes ? 1 : -1));

        var best = await record.ReadBestAsync(20, Cancel);
        var rule = new TrialRanking(goal);

        Assert.Equal(rule.Complete(await record.ReadAsync(Cancel)).Select(trial => trial.Number), best.Select(trial => trial.Number));
        Assert.Equal(pruned.Number, best[0].Number);
        Assert.Equal(best[0].Value, (await store.ListAsync(Cancel))[0].Best);
    }

    [Fact]
    public async Task The_list_sums_up_each_study()
    {
        var store = NewStore();
        var maximize = await store.OpenAsync(Study, Cancel);
        foreach (var value in (double[])[0.25, 0.75, 0.5])
            await RunOneAsync(maximize, TrialResult.Complete(value));
        await RunOneAsync(maximize, TrialResult.Pruned(0.99));
        await RunOneAsync(maximize, TrialResult.Failed("no"));
        await StartAsync(maximize);
        await maximize.ReleaseAsync(await StartAsync(maximize));
        var minimize = await store.OpenAsync(Study with { Name = "a", Goal = Goal.Minimize("loss") }, Cancel);
        await RunOneAsync(minimize, TrialResult.Complete(3));
        await RunOneAsync(minimize, TrialResult.Complete(-2));
        await store.OpenAsync(Study with { Name = "b" }, Cancel);

        var list = await store.ListAsync(Cancel);

        Assert.Equal(["a", "b", "study"], list.Select(s => s.Name));
        Assert.Equal([-2, null, 0.75], list.Select(s => s.Best));
        Assert.Equal(new TrialCounts(3, 1, 1, 1, 1), list[2].Counts);
        Assert.Equal(list[2].Counts, await maximize.CountAsync(Cancel));
        Assert.Equal(new TrialCounts(0, 0, 0, 0, 0), list[1].Counts);
        Assert.Equal(Goal.Minimize("loss"), list[0].Goal);
        Assert.InRange(list[0].Created, TimeProvider.System.GetUtcNow().AddMinutes(-10), TimeProvider.System.GetUtcNow().AddMinutes(10));
    }

    [Fact]
    public async Task A_changed_study_is_refused_with_its_differences_listed()
    {
        var store = NewStore();
        await store.OpenAsync(Study, Cancel);
        var changed = Study with
        {
            Goal = Goal.Minimize("loss"),
            Seed = 3,
            Space = new SearchSpace(new FloatParameter("lr", 1e-5, 1e-2, Scale.Log)),
            Options = new Dictionary<string, string> { ["data"] = "mnist" },
        };

        var refusal = await Assert.ThrowsAsync<StudyChangedException>(() => store.OpenAsync(changed, Cancel));

        foreach (var part in (string[])["goal: on record maximize accuracy, now minimize loss", $"seed: on record {Study.Seed}, now 3",
            "parameter lr: on record float lr [1E-06, 0.01] log, now float lr [1E-05, 0.01] log", "momentum", "--data: on record digits, now mnist"])
        {
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_trial_reads_back_as_it_was_handed_out_and_finished()
    {
        var record = await OpenAsync();
        var started = await record.StartAsync(history => RandomProposal(history) with { Note = "a note" }, null, Cancel);
        record.Report(started!, new(1, 0.1));
        record.Report(started!, new(3, 0.3));
        record.Report(started!, new(3, 1.0 / 3));
        await record.FinishAsync(started!, TrialResult.Complete(Math.PI));

        var trial = Assert.Single(await (await OpenAsync()).ReadAsync(Cancel));

        Assert.Equal((0, TrialState.Complete, started!.Point), (trial.Number, trial.State, trial.Point));
        Assert.Equal((Math.PI, 0, 0, 1), (trial.Value, trial.Observed, trial.FinishOrder, trial.Attempt));
        Assert.Equal([new(1, 0.1), new(3, 1.0 / 3)], trial.Measurements);
        Assert.Equal(("a note", null), (trial.Note, trial.Error));
        Assert.Equal(started.Started, trial.Started);
        Assert.True(trial.Duration >= TimeSpan.Zero);
    }

    [Fact]
    public async Task A_queued_trial_takes_the_next_number_waits_and_is_handed_out_before_any_new_one()
    {
        var record = await OpenAsync();
        var other = await OpenAsync();
        await StartAsync(record);
        var point = Space.Complete(new Setting { { "optimizer", "sgd" }, { "units", 17 } });

        var queued = await other.EnqueueAsync(point, Cancel);
        var started = await StartAsync(record);
        var next = await StartAsync(record);

        Assert.Equal((1, TrialState.Waiting, null, point), (queued.Number, queued.State, queued.Observed, queued.Point));
        Assert.Equal((1, TrialState.Running, null, 1, point), (started.Number, started.State, started.Observed, started.Attempt, started.Point));
        Assert.Equal(2, next.Number);
        Assert.True(await record.FinishAsync(started, TrialResult.Complete(1)));
        Assert.Equal(started.Point, (await record.ReadAsync(Cancel))[1].Point);
    }

    [Fact]
    public async Task A_round_is_kept_with_the_first_trial_that_was_proposed_in_it()
    {
        var record = await OpenAsync();
        var first = new SearchRound(1, [.. Space.Parameters.Select(parameter => parameter.Definition)], "the declared ranges");
        var second = first with { Number = 2, Ranges = [.. Space.Parameters.Select(parameter => parameter.Between(parameter.IsCategorical ? 1 : 0.25, parameter.IsCategorical ? 1 : 0.5))], Reason = "it's \"narrower\"" };
        foreach (var round in new[] { first, first, second, second, first })
            await record.StartAsync(history => RandomProposal(history) with { Round = round }, null, Cancel);

        var rounds = await (await OpenAsync()).ReadRoundsAsync(Cancel);

        Assert.Equal([(1, 0, first.Reason), (2, 2, second.Reason)], rounds.Select(round => (round.Number, round.FirstTrial, round.Reason)));
        Assert.Equal(first.Ranges, rounds[0].Ranges);
        Assert.Equal(second.Ranges, rounds[1].Ranges);
    }

    [Fact]
    public async Task Points_and_scores_read_back_to_the_last_bit()
    {
        var record = await OpenAsync();
        var started = new List<(Trial Trial, double Score)>();
        var random = new RandomStream(1, 0, StreamPurpose.Evaluate);
        for (var i = 0; i < 100; i++)
        {
            var score = random.NextNormal() * Math.Pow(10, random.NextInt(600) - 300);
            started.Add((await RunOneAsync(record, TrialResult.Complete(score)), score));
        }

        var read = await (await OpenAsync()).ReadAsync(Cancel);

        Assert.Equal(started.Select(s => s.Trial.Point), read.Select(t => t.Point));
        Assert.Equal(started.Select(s => BitConverter.DoubleToInt64Bits(s.Score)), read.Select(t => BitConverter.DoubleToInt64Bits(t.Value!.Value)));
        Assert.Contains(read, t => t.Point.IsActive(Space.IndexOf("beta")));
        Assert.Contains(read, t => !t.Point.IsActive(Space.IndexOf("beta")));
    }

    [Fact]
    public async Task A_failed_trial_keeps_its_error_and_a_pruned_one_its_value()
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Failed("message\nstack"));
        await RunOneAsync(record, TrialResult.Pruned(0.5));
        await RunOneAsync(record, TrialResult.Pruned(null));

        var trials = await record.ReadAsync(Cancel);

        Assert.Equal([(TrialState.Failed, null, "message\nstack"), (TrialState.Pruned, 0.5, null), (TrialState.Pruned, null, null)],
            trials.Select(t => (t.State, t.Value, t.Error)));
    }

    [Fact]
    public async Task Text_that_no_database_takes_is_kept_all_the_same()
    {
        var record = await OpenAsync();
        var odd = "a NUL \0, half a pair \ud83d, and a whole one \ud83d\ude00";
        var trial = await record.StartAsync(history => RandomProposal(history) with { Note = odd, Round = new(1, [], odd) }, null, Cancel);
        Assert.True(await record.FinishAsync(trial!, TrialResult.Failed(odd)));

        var read = Assert.Single(await record.ReadAsync(Cancel));

        Assert.All([read.Note!, read.Error!, (await record.ReadRoundsAsync(Cancel))[0].Reason], text =>
        {
            Assert.StartsWith("a NUL ", text, StringComparison.Ordinal);
            Assert.EndsWith(", and a whole one \ud83d\ude00", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_score_or_measurement_that_is_not_finite_is_refused(double value)
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);

        Assert.Throws<ArgumentException>(() => record.Report(trial, new(1, value)));
        await Assert.ThrowsAsync<ArgumentException>(() => record.FinishAsync(trial, new(TrialState.Complete, value, null)));

        Assert.Equal(1, (await record.CountAsync(Cancel)).Running);
    }

    [Fact]
    public async Task Parallel_starts_number_the_trials_without_gap()
    {
        var record = await OpenAsync();

        var trials = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StartAsync(record)));

        Assert.Equal(Enumerable.Range(0, 50), trials.Select(t => t.Number).Order());
    }

    [Fact]
    public async Task The_strategy_is_asked_once_at_a_time()
    {
        var record = await OpenAsync();
        int inside = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => record.StartAsync(history =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Interlocked.Decrement(ref inside);
            return RandomProposal(history);
        }, null, Cancel), Cancel)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task The_budget_is_never_exceeded()
    {
        var record = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await record.StartAsync(RandomProposal, 37, Cancel) is { } trial)
                await record.FinishAsync(trial, TrialResult.Complete(trial.Number));
        }, Cancel)));

        Assert.Equal(new TrialCounts(37, 0, 0, 0, 0), await record.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_strategy_with_nothing_left_starts_nothing()
    {
        var record = await OpenAsync();

        Assert.Null(await record.StartAsync(_ => null, null, Cancel));
        Assert.Equal(0, (await record.CountAsync(Cancel)).Total);
    }

    [Fact]
    public async Task What_a_strategy_throws_comes_out_and_nothing_is_recorded()
    {
        var record = await OpenAsync();
        var first = await StartAsync(record);
        var starts = Enumerable.Range(0, 20).Select(i =>
            record.StartAsync(history => i == 10 ? throw new FormatException("strategy") : RandomProposal(history), null, Cancel)).ToList();
        var finish = record.FinishAsync(first, TrialResult.Complete(1));

        var failure = await Assert.ThrowsAsync<FormatException>(() => starts[10]);
        starts.RemoveAt(10);

        Assert.Equal("strategy", failure.Message);
        Assert.True(await finish);
        Assert.Equal(Enumerable.Range(1, 19), (await Task.WhenAll(starts)).Select(t => t!.Number).Order());
        Assert.Equal(20, (await record.CountAsync(Cancel)).Total);
    }

    [Fact]
    public async Task A_proposal_is_completed_to_values_that_the_space_has()
    {
        var record = await OpenAsync();
        double[] codes = [2, -1, 0.5, 0.4, 7, double.NaN];

        var trial = await record.StartAsync(_ => new Proposal(new Point(codes)), null, Cancel);

        Assert.Equal(Space.PointOf(Space.ValuesOf(Space.Complete(codes))), trial!.Point);
        Assert.False(trial.Point.IsActive(Space.IndexOf("beta")));
    }

    [Fact]
    public async Task A_released_trial_is_taken_up_again_first_under_its_number()
    {
        var record = await OpenAsync();
        var trials = new List<Trial>();
        for (var i = 0; i < 4; i++)
            trials.Add(await StartAsync(record));
        record.Report(trials[1], new(1, 0.5));
        await record.ReleaseAsync(trials[3]);
        await record.ReleaseAsync(trials[1]);

        var again = await StartAsync(record);

        Assert.Equal((1, trials[1].Point, 2, 0), (again.Number, again.Point, again.Attempt, again.Observed));
        Assert.Empty((await record.ReadAsync(Cancel))[1].Measurements);
        Assert.Equal(3, (await record.StartAsync(RandomProposal, 0, Cancel))!.Number);
        Assert.Null(await record.StartAsync(RandomProposal, 4, Cancel));
    }

    [Fact]
    public async Task A_trial_that_is_not_held_can_be_neither_finished_nor_released()
    {
        var record = await OpenAsync();
        var first = await StartAsync(record);
        await record.ReleaseAsync(first);
        Assert.False(await record.FinishAsync(first, TrialResult.Complete(1)));
        var second = await StartAsync(record);

        record.Report(first, new(1, 0.5));
        Assert.False(await record.FinishAsync(first, TrialResult.Complete(1)));
        Assert.False(await record.ReleaseAsync(first));
        Assert.True(await record.FinishAsync(second, TrialResult.Complete(2)));
        Assert.False(await record.FinishAsync(second, TrialResult.Complete(3)));
        Assert.False(await record.ReleaseAsync(second));

        var trial = Assert.Single(await record.ReadAsync(Cancel));
        Assert.Equal((2, 2.0), (trial.Attempt, trial.Value));
        Assert.Empty(trial.Measurements);
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_trial_running()
    {
        var record = await OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => record.StartAsync(RandomProposal, null, cancel.Token));

        Assert.Equal(0, (await record.CountAsync(Cancel)).Running);
    }

    [Fact]
    public async Task An_option_that_may_change_has_the_value_last_used_and_is_never_refused()
    {
        var first = Study with { Options = new Dictionary<string, string> { ["data"] = "here", ["size"] = "1" } };
        var then = first with { Options = new Dictionary<string, string> { ["data"] = "there", ["size"] = "1" }, ChangingOptions = ["data"] };
        await NewStore().OpenAsync(first, Cancel);

        var opened = await NewStore().OpenAsync(then, Cancel);
        var refusal = await Assert.ThrowsAsync<StudyChangedException>(() => NewStore().OpenAsync(then with { Options = new Dictionary<string, string> { ["data"] = "nowhere", ["size"] = "2" } }, Cancel));

        Assert.Equal("there", opened.Study.Options["data"]);
        Assert.Equal("there", (await NewStore().FindAsync(Study.Name, Cancel))!.Study.Options["data"]);
        Assert.Contains("--size: on record 1, now 2", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--data", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_failed_trials_are_told_by_number_with_their_errors()
    {
        var record = await OpenAsync();
        foreach (var result in new[] { TrialResult.Failed("no\n  at once"), TrialResult.Complete(1), TrialResult.Failed("never") })
            await RunOneAsync(record, result);

        Assert.Equal([new(0, "no\n  at once"), new(2, "never")], await record.ReadFailuresAsync(Cancel));
    }

    [Fact]
    public async Task A_start_that_completes_while_it_is_given_up_is_handed_out_or_released()
    {
        var record = await OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            using var cancel = new CancellationTokenSource();
            var isProposed = false;
            var start = Task.Run(() => record.StartAsync(history =>
            {
                Volatile.Write(ref isProposed, true);
                return RandomProposal(history);
            }, null, cancel.Token), Cancel);
            // At about the time at which it completes.
            while (!start.IsCompleted && !Volatile.Read(ref isProposed) && (i % 3 > 0 || (await record.CountAsync(Cancel)).Running == 0))
                await Task.Yield();
            await cancel.CancelAsync();
            try
            {
                await record.FinishAsync((await start)!, TrialResult.Complete(1));
            }
            catch (OperationCanceledException)
            {
            }
        }

        // Those that were given up may not have begun yet; this one begins after them.
        await RunOneAsync(record, TrialResult.Complete(1));
        for (var i = 0; i < 1000 && (await record.CountAsync(Cancel)).Running > 0; i++)
            await Task.Delay(10, Cancel);
        Assert.Equal(0, (await record.CountAsync(Cancel)).Running);
    }

    [Fact]
    public async Task Measurements_are_written_soon()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        for (var step = 1; step <= 1000; step++)
            record.Report(trial, new(step, step * 0.1));

        while ((await record.ReadAsync(Cancel))[0].Measurements.Count < 1000)
            await Task.Delay(10, Cancel);

        Assert.Equal(Enumerable.Range(1, 1000).Select(step => new Measurement(step, step * 0.1)), (await record.ReadAsync(Cancel))[0].Measurements);
    }

    /// <summary>Random interleavings, some trials given back, of one or several stores on the same studies.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    public async Task The_history_that_each_proposal_saw_can_be_rebuilt(int seed, int workers)
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<(int Number, int? Observed), History>();
        var records = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => OpenAsync()));
        await Task.WhenAll(records.Select((record, worker) => Task.Run(async () =>
        {
            var random = new RandomStream((ulong)seed, worker, StreamPurpose.Evaluate);
            var held = new List<Trial>();
            for (var i = 0; i < 60; i++)
            {
                if (held.Count == 0 || random.NextInt(3) == 0)
                {
                    // A store may read a history only when it is looked at, so some proposals do not look. Some starts promote.
                    var (looks, promotes) = (random.NextInt(4) > 0, random.NextInt(2) == 0);
                    var trial = await record.StartAsync(
                        history => RandomProposal(looks ? seen[(history.Number, history.Observed)] = Read(history) : history), null, promotes ? FirstPruned : null, Cancel);
                    held.Add(trial!);
                    continue;
                }
                if (random.NextInt(3) == 0)
                    await TryCorrectAsync(record, random.NextInt(6) switch { 0 => TrialCorrection.Fail, 1 => TrialCorrection.Skip, _ => TrialCorrection.Requeue }, random.NextInt(1 + held.Max(trial => trial.Number)));
                var at = random.NextInt(held.Count);
                if (random.NextInt(2) == 0)
                {
                    record.Report(held[at], new(i, random.NextNormal()));
                }
                else if (random.NextInt(5) == 0)
                {
                    await record.ReleaseAsync(held[at]);
                }
                else
                {
                    await record.FinishAsync(held[at], random.NextInt(4) switch
                    {
                        0 => TrialResult.Failed("no"),
                        1 => TrialResult.Complete(random.NextNormal()),
                        _ => TrialResult.Pruned(random.NextNormal()),
                    });
                }
            }
        }, Cancel)));

        var trials = await records[0].ReadAsync(Cancel);

        var log = new HistoryLog(Study);
        var results = trials.SelectMany(t => t.Results).OrderBy(t => t.FinishOrder).ToArray();
        foreach (var trial in results.Concat(trials.Where(t => !t.IsFinished)))
            log.Add(trial);
        Assert.Contains(trials, t => t.PreviousResult is not null);
        // With one worker it does not depend on timing.
        if (workers == 1)
            Assert.Equal([TrialState.Complete, TrialState.Pruned, TrialState.Failed], trials.SelectMany(t => t.PreviousResult?.Results ?? []).Select(t => t.State).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, trials.Count), trials.Select(t => t.Number));
        Assert.Equal(Enumerable.Range(0, results.Length), results.Select(t => t.FinishOrder!.Value));
        Assert.NotEmpty(seen);
        Assert.All(trials.Where(trial => seen.ContainsKey((trial.Number, trial.Observed))), trial =>
        {
            var (then, now) = (seen[(trial.Number, trial.Observed)], log.At(trial));
            Assert.Equal(then.Finished.Select(Seen), now.Finished.Select(Seen));
            Assert.Equal(then.Running.Select(t => (t.Number, t.Point)), now.Running.Select(t => (t.Number, t.Point)));
            Assert.Equal((then.Number, then.Results.Count), (now.Number, trial.Observed!.Value));
        });

        static History Read(History history) => history.Results.Count == history.Observed ? history : throw new InvalidOperationException("The results are not as many as the history says.");

        static string Seen(Trial trial) => $"{trial.Number} {trial.State} {trial.Point} {trial.Value:R} {trial.FinishOrder} {trial.Observed} {string.Join(' ', trial.Measurements)}";
    }
}
