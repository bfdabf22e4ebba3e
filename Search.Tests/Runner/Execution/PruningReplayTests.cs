using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PruningReplayTests : IDisposable
{
    private const int Steps = 8, Trials = 24;

    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, Func<IPruner>> Pruners = new(StringComparer.Ordinal)
    {
        ["SuccessiveHalving"] = () => new SuccessiveHalvingPruner(r: 1),
        ["Hyperband"] = () => new HyperbandPruner(Steps),
        ["Median"] = () => new MedianPruner(),
        ["FreezeThaw"] = () => new FreezeThawPruner(),
    };

    public static TheoryData<string> Names => [.. Pruners.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public async Task Every_answer_of_a_pruner_to_one_of_several_workers_can_be_recomputed(string name)
    {
        await using var store = new SqliteStudyStore(_folder.File("studies.db"));
        var (record, trials) = await RunAsync(store, Create(Pruners[name]()), workers: 4);
        var decisions = await record.ReadDecisionsAsync(CancellationToken.None);

        Assert.Contains(trials, trial => trial.State == TrialState.Pruned);
        Assert.Contains(decisions, decision => decision.Running.Count > 1);
        // What a promoted trial was stopped at is decided, so that each step of each trial was asked about once.
        Assert.Equal(trials.Sum(trial => trial.Measurements.Count), decisions.Count);
        Assert.Equal(new PruningReplayResult(decisions.Count, null), PruningReplay.Run(record.Study, Pruners[name](), trials, decisions));
    }

    [Fact]
    public async Task Answers_are_recomputed_after_an_interruption_too()
    {
        await using var store = new SqliteStudyStore(_folder.File("studies.db"));
        using var interrupt = new CancellationTokenSource();
        await RunAsync(store, Create(Pruners["FreezeThaw"](), () => interrupt.Cancel()), workers: 2, interrupt.Token);
        var (record, trials) = await RunAsync(store, Create(Pruners["FreezeThaw"]()), workers: 2);
        var decisions = await record.ReadDecisionsAsync(CancellationToken.None);

        Assert.Equal(Trials, trials.Count);
        Assert.Equal(new PruningReplayResult(decisions.Count, null), PruningReplay.Run(record.Study, Pruners["FreezeThaw"](), trials, decisions));
    }

    [Fact]
    public async Task Another_pruner_and_another_measurement_are_found_out()
    {
        await using var store = new MemoryStudyStore();
        var (record, trials) = await RunAsync(store, Create(Pruners["SuccessiveHalving"]()), workers: 1);
        var decisions = await record.ReadDecisionsAsync(CancellationToken.None);
        Trial[] changed = [.. trials.Select(trial => trial with { Measurements = [.. trial.Measurements.Select(m => new Measurement(m.Step, -m.Value))] })];

        Assert.Contains("on record, but", PruningReplay.Run(record.Study, new ThresholdPruner { Lowest = 10 }, trials, decisions).Difference!, StringComparison.Ordinal);
        Assert.NotNull(PruningReplay.Run(record.Study, Pruners["SuccessiveHalving"](), changed, decisions).Difference);
    }

    [Fact]
    public async Task Replay_says_how_many_answers_it_has_recomputed()
    {
        var study = Create(Pruners["FreezeThaw"]());
        Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(study, [.. args, "--store", _folder.File("studies.db")]);
        await InvokeAsync("run", "--trials", "9", "--workers", "2");

        var replay = await InvokeAsync("replay");

        Assert.Matches("^9 proposals recomputed, all identical\r?\n[0-9]+ pruning decisions recomputed, all identical", replay.Out);
    }

    private static Study<double> Create(IPruner pruner, Action? atTrialTen = null) => new("replayed")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = (x, trial, cancel) =>
        {
            if (trial.Number == 10)
                atTrialTen?.Invoke();
            for (var step = 1 + (trial.Checkpoint?.Step ?? 0); step <= Steps; step++)
            {
                cancel.ThrowIfCancellationRequested();
                var goesOn = trial.Report(step, Score(step));
                trial.SaveCheckpoint(step, _ => { });
                if (!goesOn)
                    return Score(step);
            }
            return Score(Steps);

            double Score(int step) => x * step / Steps + 0.05 * Math.Sin(30 * x);
        },
        Strategy = new RandomSearch(),
        Pruner = pruner,
    };

    private async Task<(IStudyRecord Record, IReadOnlyList<Trial> Trials)> RunAsync(IStudyStore store, Study<double> study, int workers, CancellationToken interrupt = default)
    {
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        await new StudyRunner(study, study.TraceSpace(), record, new()
        {
            Workers = workers,
            Budget = new(Trials),
            CheckpointFolder = _folder.File("checkpoints"),
        }).RunAsync(interrupt);
        return (record, await record.ReadAsync(CancellationToken.None));
    }
}
