using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class PromotionTests : IDisposable
{
    private const int Steps = 8, Trials = 30;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> StrategyNames => [.. Strategies.Keys];

    private static readonly Dictionary<string, Func<IStrategy>> Strategies = new(StringComparer.Ordinal)
    {
        ["RandomSearch"] = () => new RandomSearch(),
        ["Tpe"] = () => new Tpe(),
        ["GaussianProcessSearch"] = () => new GaussianProcessSearch(),
        ["ForestSearch"] = () => new ForestSearch(),
        ["CmaEs"] = () => new CmaEs(),
        ["AutoSearch"] = () => new AutoSearch(),
        ["Narrowing"] = () => new Narrowing(new GaussianProcessSearch()),
        ["FollowsBest"] = () => new FollowsBest(),
    };

    private string Checkpoints => _folder.File("checkpoints");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stopped_trial_goes_on_from_its_checkpoint_when_worse_ones_have_come()
    {
        // Of these, 6 is stopped at step 1 behind 9 and 8, and is among the best half when the four others have come.
        double[] worth = [9, 8, 6, 1, 2, 3, 0];
        var trained = new List<(int Trial, int Step)>();
        var trials = await RunAsync(Toy(trained, worth), new RandomSearch());

        var promoted = trials[2];
        Assert.Equal((1, 2), (promoted.PromotedAt, promoted.Attempt));
        Assert.Equal(6, promoted.PreviousResult!.Value);
        Assert.Equal([1, 2], promoted.Measurements.Select(m => m.Step));
        Assert.Equal(trained.Count, trained.Distinct().Count());
        Assert.Equal(trained.Count, trials.Sum(trial => trial.Measurements.Count));
        Assert.Equal(trials.Count(trial => trial.State == TrialState.Pruned), FilesOfCheckpoints().Length);
    }

    [Fact]
    public async Task A_trial_that_left_no_checkpoint_stays_pruned() =>
        Assert.All(await RunAsync(Toy([], [9, 8, 6, 1, 2, 3, 0], saves: false), new RandomSearch()), trial => Assert.Null(trial.PreviousResult));

    [Fact]
    public async Task Without_a_folder_for_checkpoints_and_without_pruning_nobody_is_promoted()
    {
        double[] worth = [9, 8, 6, 1, 2, 3, 0];
        Assert.All(await RunAsync(Toy([], worth), new RandomSearch(), folder: null), trial => Assert.Null(trial.PreviousResult));
        Assert.All(await RunAsync(Toy([], worth), new RandomSearch(), prune: false), trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Fact]
    public async Task When_the_budget_is_used_up_promotions_go_on_until_no_trial_is_promotable()
    {
        var trials = await RunAsync(Toy([], Shuffled(Trials)), new RandomSearch(), workers: 3);

        Assert.Equal(Trials, trials.Count);
        Assert.All(trials, trial => Assert.True(trial.IsFinished));
        Assert.Contains(trials, trial => trial.PreviousResult is not null);
        Assert.Empty(new SuccessiveHalvingPruner(r: 1).Promotable(History.Of(Define(new RandomSearch()), trials.OrderBy(trial => trial.FinishOrder))));
        Assert.Equal(trials.Count(trial => trial.State == TrialState.Pruned), FilesOfCheckpoints().Length);
    }

    [Fact]
    public async Task An_interrupted_run_keeps_what_it_stopped_and_promotes_it_when_it_is_continued()
    {
        await using var store = new MemoryStudyStore();
        using var interrupt = new CancellationTokenSource();
        double[] worth = [9, 8, 6, 1, 2, 3, 0];
        await RunAsync(Toy([], worth, before: number =>
        {
            if (number == 5)
                interrupt.Cancel();
        }), new RandomSearch(), store: store, interrupt: interrupt.Token);
        var kept = FilesOfCheckpoints();

        var trials = await RunAsync(Toy([], worth), new RandomSearch(), store: store);

        Assert.NotEmpty(kept);
        Assert.Equal(1, trials[2].PromotedAt);
        Assert.Equal(trials.Count(trial => trial.State == TrialState.Pruned), FilesOfCheckpoints().Length);
    }

    [Theory, MemberData(nameof(StrategyNames))]
    public async Task Every_proposal_of_a_run_with_promotions_can_be_recomputed(string strategy)
    {
        var trained = new List<(int Trial, int Step)>();
        var trials = await RunAsync(Toy(trained, Shuffled(Trials)), Strategies[strategy](), workers: 4);

        Assert.Contains(trials, trial => trial.PreviousResult is not null);
        Assert.Equal(trained.Count, trained.Distinct().Count());
        Assert.Equal(new ReplayResult(Trials, null), Replay.Run(Define(Strategies[strategy]()), Strategies[strategy](), trials));
    }

    [Fact]
    public async Task Show_tells_from_where_a_trial_was_promoted_and_replay_finds_all_identical()
    {
        var study = Create(Toy([], [9, 8, 6, 1, 2, 3, 0]), new FollowsBest());
        Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(study, [.. args, "--store", _folder.File("studies.db")]);
        await InvokeAsync("run", "--trials", "7", "--workers", "1");

        Assert.Contains("promoted  from step 1, where it was pruned with 6", (await InvokeAsync("show", "2")).Out, StringComparison.Ordinal);
        Assert.Contains("7 proposals recomputed, all identical", (await InvokeAsync("replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promoted_trial_ends_with_the_same_weights_as_one_that_ran_through()
    {
        var weights = new Dictionary<(bool Pruned, int Trial), byte[]>();
        var through = await RunAsync(Train(false), new RandomSearch(), prune: false, trials: 16);
        var trials = await RunAsync(Train(true), new RandomSearch(), trials: 16, r: Steps / 2);

        var promoted = trials.Where(trial => trial.PreviousResult is not null && trial.Measurements.Count == Steps).ToArray();
        Assert.NotEmpty(promoted);
        Assert.All(promoted, trial =>
        {
            Assert.Equal(weights[(false, trial.Number)], weights[(true, trial.Number)]);
            Assert.Equal(through[trial.Number].Measurements, trial.Measurements);
            Assert.Equal(through[trial.Number].Value, trial.Value);
        });

        Func<double, ITrial, CancellationToken, double> Train(bool pruned)
        {
            var (training, validation, _) = Dataset.Open("digits", 200).Split(0.2, 0, 1);
            return (x, trial, cancel) =>
            {
                var result = Trainer.Train(
                    new() { Hidden = [8], Optimizer = Optimizer.Adam(Math.Pow(10, -4 + 3 * x)), Dropout = 0.2, Epochs = Steps, Seed = trial.Seed },
                    training, validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy),
                    new(trial.Checkpoint?.OpenRead(), trial.SaveCheckpoint), cancel);
                result.Model.Save(_folder.File("model"));
                weights[(pruned, trial.Number)] = File.ReadAllBytes(_folder.File("model"));
                return result.ValidationAccuracy;
            };
        }
    }

    // A trial that is worth the same at each of its steps, and keeps its place in a checkpoint.
    private static Func<double, ITrial, CancellationToken, double> Toy(List<(int Trial, int Step)> trained, double[] worth, bool saves = true, Action<int>? before = null) =>
        (_, trial, cancel) =>
        {
            before?.Invoke(trial.Number);
            cancel.ThrowIfCancellationRequested();
            for (var step = trial.Checkpoint?.Step + 1 ?? 1; step <= Steps; step++)
            {
                lock (trained)
                    trained.Add((trial.Number, step));
                var goesOn = trial.Report(step, worth[trial.Number]);
                if (saves)
                    trial.SaveCheckpoint(step, stream => stream.WriteByte(1));
                if (!goesOn)
                    break;
            }
            return worth[trial.Number];
        };

    private static double[] Shuffled(int count)
    {
        var random = new RandomStream(2, 0, StreamPurpose.Evaluate);
        var worth = Enumerable.Range(0, count).Select(i => (double)i).ToArray();
        random.Shuffle(worth.AsSpan());
        return worth;
    }

    private string[] FilesOfCheckpoints() =>
        Directory.Exists(Checkpoints) ? Directory.GetFiles(Checkpoints, "*.checkpoint*", SearchOption.AllDirectories) : [];

    private static StudyDefinition Define(IStrategy strategy) => Studies.Define(Create((_, _, _) => 0, strategy));

    private static Study<double> Create(Func<double, ITrial, CancellationToken, double> objective, IStrategy strategy, int r = 1) => new("promotion")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Uniform("x", 0, 1) + 0 * suggest.Uniform("y", 0, 1),
        Objective = new(objective),
        Strategy = strategy,
        Pruner = new SuccessiveHalvingPruner(r),
    };

    private async Task<IReadOnlyList<Trial>> RunAsync(
        Func<double, ITrial, CancellationToken, double> objective, IStrategy strategy, int workers = 1, int? trials = null, bool prune = true,
        int r = 1, string? folder = "checkpoints", MemoryStudyStore? store = null, CancellationToken interrupt = default)
    {
        var study = Create(objective, strategy, r);
        await using var own = new MemoryStudyStore();
        var record = await (store ?? own).OpenAsync(Studies.Define(study), CancellationToken.None);
        await new StudyRunner(study, study.TraceSpace(), record, new()
        {
            Workers = workers,
            Prune = prune,
            Budget = new(trials ?? (workers == 1 ? 7 : Trials)),
            CheckpointFolder = folder is null ? null : _folder.File(folder),
        }).RunAsync(interrupt);
        return await record.ReadAsync(CancellationToken.None);
    }
}
