using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Every proposal can be recomputed also of a study whose space was widened on the way.</summary>
public sealed class WidenedReplayTests
{
    private static readonly Dictionary<string, Func<IStrategy>> Strategies = new(StringComparer.Ordinal)
    {
        ["random"] = () => new RandomSearch(),
        ["sobol"] = () => new SobolSearch(),
        ["follows best"] = () => new FollowsAll(),
        ["tpe"] = () => new Tpe(),
        ["gaussian process"] = () => new GaussianProcessSearch(),
        ["forest"] = () => new ForestSearch(),
        ["cma-es"] = () => new CmaEs(),
        ["narrowing random"] = () => new Narrowing(new RandomSearch()),
        ["narrowing tpe"] = () => new Narrowing(new Tpe()) { RoundLength = 8 },
        ["auto"] = () => new AutoSearch(),
    };

    private static readonly Dictionary<string, Func<ISuggest, double>> Spaces = new(StringComparer.Ordinal)
    {
        ["as it was"] = suggest => suggest.Uniform("momentum", 0.9, 0.999) - Math.Log10(suggest.LogUniform("lr", 1e-4, 1e-2))
            + suggest.Int("layers", 1, 3) + (suggest.Choice("optimizer", "sgd", "adam") == "adam" ? 1 : 0),
        ["a range widened"] = suggest => suggest.Uniform("momentum", 0.5, 0.999) - Math.Log10(suggest.LogUniform("lr", 1e-6, 1e-1))
            + suggest.Int("layers", 0, 7) + (suggest.Choice("optimizer", "sgd", "adam") == "adam" ? 1 : 0),
        ["a choice added"] = suggest => suggest.Uniform("momentum", 0.9, 0.999) - Math.Log10(suggest.LogUniform("lr", 1e-4, 1e-2))
            + suggest.Int("layers", 1, 3) + (suggest.Choice("optimizer", "lion", "sgd", "adam") == "adam" ? 1 : 0),
        ["a choice that brings a parameter"] = suggest =>
        {
            var optimizer = suggest.Choice("optimizer", "sgd", "lion", "adam");
            var more = optimizer == "lion" ? suggest.Uniform("gamma", 0, 1) : 0;
            return more + suggest.Uniform("momentum", 0.5, 0.999) - Math.Log10(suggest.LogUniform("lr", 1e-4, 1e-2))
                + suggest.Int("layers", 1, 3) + (optimizer == "adam" ? 1 : 0);
        },
        ["wider still, in another order"] = suggest =>
        {
            var optimizer = suggest.Choice("optimizer", "adam", "rmsprop", "lion", "sgd");
            var lr = suggest.LogUniform("lr", 1e-7, 1);
            var more = optimizer is "lion" or "rmsprop" ? suggest.Uniform("gamma", -1, 1) : 0;
            return more + suggest.Uniform("momentum", 0, 0.9995) - Math.Log10(lr) + suggest.Int("layers", 1, 4) + (optimizer == "adam" ? 1 : 0);
        },
    };

    public static TheoryData<string, string> Cases() =>
        [.. Strategies.Keys.SelectMany(strategy => Spaces.Keys.Skip(1).Select(space => new TheoryDataRow<string, string>(strategy, space)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task All_proposals_before_and_after_are_identical(string strategy, string space)
    {
        await using var store = new MemoryStudyStore();
        await RunAsync(store, strategy, "as it was", 25);
        var record = await RunAsync(store, strategy, space, 50);

        var trials = await record.ReadAsync();
        var spaces = await record.ReadSpacesAsync();

        Assert.Equal([0, 25], spaces.Select(one => one.FirstTrial));
        Assert.Equal(new ReplayResult(50, null), Replay.Run(record.Study, Strategies[strategy](), trials, spaces));
        var first = trials.First(trial => trial.Number >= 25 && trial.Observed is not null);
        var changed = trials.Select(trial => trial == first ? trial with { Point = trials[0].Point } : trial).ToArray();
        Assert.NotNull(Replay.Run(record.Study, Strategies[strategy](), changed, spaces).Difference);
    }

    [Fact]
    public async Task A_study_may_be_widened_again_and_again()
    {
        await using var store = new MemoryStudyStore();
        await RunAsync(store, "tpe", "as it was", 15);
        await RunAsync(store, "tpe", "a choice that brings a parameter", 30);
        var record = await RunAsync(store, "tpe", "wider still, in another order", 45);

        Assert.Equal([0, 15, 30], (await record.ReadSpacesAsync()).Select(one => one.FirstTrial));
        Assert.Equal(new ReplayResult(45, null), Replay.Run(record.Study, new Tpe(), await record.ReadAsync(), await record.ReadSpacesAsync()));
    }

    [Fact]
    public async Task Trials_that_run_and_wait_while_it_is_widened_are_seen_as_they_were()
    {
        await using var store = new MemoryStudyStore();
        var before = await store.OpenAsync(Definition("as it was"));
        await RunAsync(store, "gaussian process", "as it was", 12);
        var running = await StartAsync(before);
        await before.EnqueueAsync(before.Study.Space.Complete(new Setting { { "optimizer", "adam" } }));
        await before.ReleaseAsync(await StartAsync(before));
        var widened = await store.WidenAsync(Definition("a choice that brings a parameter"));
        Assert.True(await before.FinishAsync(running, TrialResult.Complete(1e3)));
        var record = await RunAsync(store, "gaussian process", "a choice that brings a parameter", 30);

        Assert.Equal(new ReplayResult(29, null), Replay.Run(record.Study, new GaussianProcessSearch(), await record.ReadAsync(), await record.ReadSpacesAsync()));
        Assert.Equal(30, (await widened.CountAsync()).Finished);

        static async Task<Trial> StartAsync(IStudyRecord record) => (await record.StartAsync(history =>
        {
            var random = history.ProposalStream();
            return new GaussianProcessSearch().Propose(history, ref random);
        }, null))!;
    }

    [Fact]
    public async Task A_trial_that_waited_runs_with_the_values_on_record_to_the_last_digit()
    {
        const double Momentum = 0.95123456789012;
        var seen = 0.0;
        await using var store = new MemoryStudyStore();
        var before = await store.OpenAsync(Definition("as it was"));
        await before.EnqueueAsync(before.Study.Space.Complete(new Setting { { "momentum", Momentum } }));
        var study = new Study<double>("study")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => (Spaces["a range widened"](suggest), suggest.Uniform("momentum", 0.5, 0.999)).Item2,
            Objective = (momentum, _, _) => seen = momentum,
            Budget = new(1),
        };

        var record = await store.WidenAsync(Definition("a range widened"));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 }).RunAsync();

        var trial = Assert.Single(await record.ReadAsync());
        Assert.NotEqual(Momentum, record.Study.Space[0].ValueOf(trial.Point[0]).Number);
        Assert.Equal((Momentum, Momentum), (seen, study.Run(new ReplayedTrial(record.Study, trial), default)));
        Assert.Equal(ParameterValue.Of(Momentum), trial.ValuesIn(record.Study.Space).First().Value);
        Assert.Equal(ParameterValue.Of(Momentum), TrialColumn.Parameter(record.Study.Space, 0).Cell(trial));
    }

    /// <summary>A list of settings may name a parameter or a value that was not there before.</summary>
    [Fact]
    public async Task A_list_of_settings_that_grew_with_the_space_replays()
    {
        Setting[] settings = [new() { { "lr", 1e-3 }, { "momentum", 0.95 } }, new() { { "momentum", 0.91 }, { "optimizer", "adam" } }, new() { { "optimizer", "lion" }, { "gamma", 0.25 } }];
        await using var store = new MemoryStudyStore();
        await RunAsync(store, new ManualSearch(settings[..2]), "as it was", 10);
        var grown = new ManualSearch(settings) { Defaults = new() { { "gamma", 0.5 } } };
        var record = await RunAsync(store, grown, "a choice that brings a parameter", 10);

        Assert.Equal(new ReplayResult(3, null), Replay.Run(record.Study, grown, await record.ReadAsync(), await record.ReadSpacesAsync()));
    }

    private static Task<IStudyRecord> RunAsync(MemoryStudyStore store, string strategy, string space, int trials) => RunAsync(store, Strategies[strategy](), space, trials);

    // Two workers whose results come in an order of their own.
    private static async Task<IStudyRecord> RunAsync(MemoryStudyStore store, IStrategy strategy, string space, int trials)
    {
        var study = new Study<double>("study")
        {
            Goal = Goal.Maximize("score"),
            Space = Spaces[space],
            Objective = (score, trial, cancel) =>
            {
                cancel.WaitHandle.WaitOne((int)(trial.Seed % 4));
                return trial.Number % 9 == 4 ? throw new FormatException() : score;
            },
            Strategy = strategy,
            Budget = new(trials),
        };
        var record = await store.WidenAsync(Definition(space));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 2 }).RunAsync();
        return record;
    }

    private static StudyDefinition Definition(string space) => new("study", SearchSpace.Trace(Spaces[space]), Goal.Maximize("score"), 11);

    /// <summary>Depends on every result and on all codes of the trials that run.</summary>
    private sealed class FollowsAll : IStrategy
    {
        public Proposal? Propose(History history, ref RandomStream random)
        {
            var sum = history.Finished.Concat(history.Running).Sum(trial => trial.Number * ((trial.Value ?? 0) + trial.Point.Codes.ToArray().Where(double.IsFinite).Sum()));
            var codes = new double[history.Space.Count];
            for (var i = 0; i < codes.Length; i++)
                codes[i] = (random.NextDouble() + Math.Abs(sum)) % 1 * (history.Space[i].IsCategorical ? history.Space[i].Levels!.Value - 1 : 1);
            return new(new Point(codes));
        }
    }
}
