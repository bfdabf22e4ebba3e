using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PruningTests
{
    private const int Steps = 9;

    [Fact]
    public async Task A_trial_that_the_pruner_stops_is_recorded_as_pruned_with_its_last_value()
    {
        var trials = await RunAsync(new ThresholdPruner { Lowest = 0.5 });

        foreach (var trial in trials)
        {
            var hopeless = trial.Number % 2 == 1;
            Assert.Equal(hopeless ? TrialState.Pruned : TrialState.Complete, trial.State);
            Assert.Equal(hopeless ? 1 : Steps, trial.Measurements.Count);
            Assert.Equal(trial.Measurements[^1].Value, trial.Value);
        }
    }

    [Fact]
    public async Task Without_pruning_all_trials_run_to_their_end() =>
        Assert.All(await RunAsync(new ThresholdPruner { Lowest = 0.5 }, prune: false), trial => Assert.Equal(TrialState.Complete, trial.State));

    [Fact]
    public async Task The_pruner_sees_the_measurements_of_all_trials_before()
    {
        var pruner = new Spy();

        await RunAsync(pruner);

        Assert.Equal(20 * Steps, pruner.Asked.Count);
        foreach (var (trial, peers) in pruner.Asked)
        {
            Assert.Equal(Enumerable.Range(0, trial.Number), peers.Select(peer => peer.Number));
            Assert.All(peers, peer => Assert.Equal(Steps, peer.Measurements.Count));
        }
    }

    [Fact]
    public async Task The_pruner_sees_what_running_trials_have_reported_so_far()
    {
        var pruner = new Spy();
        using var barrier = new Barrier(4);

        await RunAsync(pruner, workers: 4, trials: 4, before: _ => barrier.SignalAndWait(TestContext.Current.CancellationToken));

        // All four go from step to step together: at its last step each sees the others one step before at least.
        Assert.All(pruner.Asked.Where(asked => asked.Trial.Measurements.Count == Steps), asked =>
        {
            Assert.Equal(3, asked.Peers.Length);
            Assert.All(asked.Peers, peer => Assert.InRange(peer.Measurements.Count, Steps - 1, Steps));
        });
    }

    [Fact]
    public async Task A_study_that_is_continued_prunes_by_what_is_on_record()
    {
        await using var store = new MemoryStudyStore();
        await RunAsync(new Spy(), store: store, trials: 5);
        var pruner = new Spy();

        await RunAsync(pruner, store: store, trials: 6);

        Assert.All(pruner.Asked, asked => Assert.Equal(5, asked.Peers.Length));
    }

    [Fact]
    public async Task What_a_pruner_throws_fails_the_trial_with_its_message()
    {
        var trials = await RunAsync(new Spy { Throws = true }, trials: 1);

        Assert.Equal(TrialState.Failed, trials[0].State);
        Assert.Contains("thrown by the pruner", trials[0].Error, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Trial>> RunAsync(
        IPruner pruner, bool prune = true, int workers = 1, int trials = 20, Action<int>? before = null, MemoryStudyStore? store = null)
    {
        var study = new Study<double>("pruning")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, _) =>
            {
                for (var step = 1; step <= Steps; step++)
                {
                    before?.Invoke(step);
                    if (!trial.Report(step, trial.Number % 2 == 1 ? 0.1 : 0.6 + 0.01 * step))
                        break;
                }
                return trial.Number % 2 == 1 ? 0.1 : 0.6 + 0.01 * Steps;
            },
            Strategy = new RandomSearch(),
            Pruner = pruner,
        };
        await using var own = new MemoryStudyStore();
        var record = await (store ?? own).OpenAsync(Studies.Define(study));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = workers, Prune = prune, Budget = new(trials) }).RunAsync();
        return await record.ReadAsync();
    }

    private sealed class Spy : IPruner
    {
        public List<(Trial Trial, Trial[] Peers)> Asked { get; } = [];

        public bool Throws { get; init; }

        public bool ShouldStop(Trial trial, History history)
        {
            if (Throws)
                throw new InvalidOperationException("thrown by the pruner");
            lock (Asked)
                Asked.Add((trial, [.. history.Finished.Concat(history.Running).Where(other => other.Number != trial.Number).OrderBy(other => other.Number)]));
            return false;
        }
    }
}
