using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study that Optuna began goes on here.</summary>
public sealed class ImportedStudyTests : IDisposable
{
    private const int Imported = 25;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Strategies => [.. EveryStrategy.Create.Keys];

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Also from trials that failed before they had asked for all of their values, in a space with conditions and in one without.</summary>
    [Theory, MemberData(nameof(Strategies))]
    public async Task Every_strategy_goes_on_from_imported_trials_and_replays_its_own(string strategy)
    {
        foreach (var isConditional in (bool[])[true, false])
        {
            var study = Create($"{strategy} {isConditional}", EveryStrategy.Create[strategy](), isConditional);
            await ImportAsync(study);

            var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", $"{Imported + 12}", "--workers", "2");
            var replay = await CommandRun.OfAsync(study, "replay", "--store", Store);

            Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Error));
            var proposed = await CountAsync(study) - Imported;
            Assert.InRange(proposed, 1, 12);
            Assert.Contains($"{proposed} proposals recomputed, all identical", replay.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_code_has_otherwise_is_told_at_once()
    {
        var file = _folder.File("optuna.db");
        OptunaExport.Write(Contents(Create("mine", new RandomSearch(), isConditional: true)), file);
        var other = new Study<double>("other")
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.LogUniform("rate", 1e-7, 1e-1),
            Objective = (loss, _, _) => loss,
        };

        var import = await CommandRun.OfAsync(other, "import", file, "--store", Store);

        Assert.Equal(0, import.ExitCode);
        Assert.Contains("Warning: the study's code differs from what was imported: parameter rate: on record float rate [1E-05, 0.1] log, now float rate [1E-07, 0.1] log\n", import.Error, StringComparison.Ordinal);
        Assert.Contains("Warning: the study's code differs from what was imported: parameter int units [4, 512] log is on record, but no longer in the study\n", import.Error, StringComparison.Ordinal);
    }

    /// <summary>Without the code, parameters are in the order in which trials had them first, and no condition is known.</summary>
    [Fact]
    public async Task A_study_that_was_imported_without_its_code_goes_on_with_it_where_widening_is_allowed()
    {
        var study = Create("mine", new Tpe(), isConditional: true);
        await using (var store = new SqliteStudyStore(Store))
        {
            var contents = Contents(study, isCodeKnown: false);
            Assert.StartsWith("order of parameters", Assert.Single(contents.Study.DifferencesTo(Contents(study).Study)), StringComparison.Ordinal);
            await store.ImportAsync(contents, Cancel);
        }

        var refused = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "30");
        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "30", "--allow-widening");
        var replay = await CommandRun.OfAsync(study, "replay", "--store", Store);

        Assert.Contains("order of parameters", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-widening", refused.Error, StringComparison.Ordinal);
        Assert.Contains("30 trials: 23 complete, 4 pruned, 3 failed", run.Out, StringComparison.Ordinal);
        Assert.Contains("5 proposals recomputed, all identical", replay.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_is_exported_and_imported_by_name()
    {
        var study = Create("mine", new RandomSearch(), isConditional: true);
        await ImportAsync(study);
        var file = _folder.File("optuna.db");

        var export = await CommandRun.OfAsync(study, "export", "--store", Store, "--to", file);
        var taken = await CommandRun.OfAsync(study, "import", file, "--store", Store);
        var missing = await CommandRun.OfAsync(study, "import", file, "--store", Store, "--study", "yours");
        var import = await CommandRun.OfAsync(study, "import", file, "--store", Store, "--study", "mine", "--name", "again");
        var nothing = await CommandRun.OfAsync(study, "export", "--store", Store);

        Assert.Equal((0, $"exported 'mine' to {file}: 25 trials: 18 complete, 4 pruned, 3 failed\n", $"Optuna opens it with storage=\"sqlite:///{file}\".\n"), (export.ExitCode, export.Out, export.Error));
        Assert.Equal((1, $"There is a study 'mine' in {Store} already. Choose another name: nothing was changed.\n"), (taken.ExitCode, taken.Error));
        Assert.Equal((1, $"There is no study 'yours' in {file}. There are: mine.\n"), (missing.ExitCode, missing.Error));
        Assert.Equal((0, $"imported 'again' from {file}: 25 trials: 18 complete, 4 pruned, 3 failed\n", ""), (import.ExitCode, import.Out, import.Error));
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("Say what to write: --to FILE for Optuna, --tensorboard FOLDER for TensorBoard.", nothing.Error, StringComparison.Ordinal);
        Assert.Equal((await CommandRun.OfAsync(study, "trials", "--store", Store, "--format", "csv")).Out, (await CommandRun.OfAsync(study, "trials", "--store", Store, "--format", "csv", "--name", "again")).Out);
    }

    private async Task ImportAsync(Study study)
    {
        await using var store = new SqliteStudyStore(Store);
        await store.ImportAsync(Contents(study), Cancel);
    }

    private async Task<int> CountAsync(Study study)
    {
        await using var store = new SqliteStudyStore(Store);
        return (await (await store.FindAsync(study.Name, Cancel))!.CountAsync(Cancel)).Total;
    }

    // Trials as Optuna draws them: with all digits that a double has.
    private static StudyContents Contents(Study study, bool isCodeKnown = true)
    {
        var space = study.TraceSpace();
        var trials = Enumerable.Range(0, Imported).Select(number =>
        {
            var random = new RandomStream(9, number, StreamPurpose.Evaluate);
            var codes = new double[space.Count];
            for (var i = 0; i < codes.Length; i++)
                codes[i] = space[i].IsCategorical ? random.NextInt(space[i].Levels!.Value) : random.NextDouble();
            var values = space.ValuesOf(space.Complete(codes)).Select(pair => pair.Key is "rate" or "shift" ? KeyValuePair.Create(pair.Key, ParameterValue.Of(pair.Value.Number!.Value * (1 - 1e-16 * number))) : pair);
            var isEarly = number % 9 == 5;
            return new OptunaTrial(number, isEarly ? "FAIL" : number % 6 == 4 ? "PRUNED" : "COMPLETE")
            {
                Values = isEarly ? [] : [random.NextDouble()],
                Parameters = [.. values.Take(isEarly ? 2 : int.MaxValue).Select(pair => new OptunaParameter(space[space.IndexOf(pair.Key)].Definition, pair.Value))],
                Started = new(2026, 1, 31, 12, 0, number, TimeSpan.Zero),
                Finished = new(2026, 1, 31, 12, 1, number, TimeSpan.Zero),
            };
        }).ToArray();
        if (!isCodeKnown)
            trials[0] = trials[0] with { Parameters = [.. trials[0].Parameters.Reverse()] };
        var empty = new Dictionary<string, string>(StringComparer.Ordinal);
        return OptunaImport.Convert(new(study.Name, [study.Goal.IsMaximize ? "MAXIMIZE" : "MINIMIZE"], empty, empty, trials), new()
        {
            DefaultMetrics = [.. study.Goals.Select(goal => goal.Metric)],
            Seed = study.Seed,
            Expected = isCodeKnown ? [.. space.Parameters.Select(parameter => parameter.Definition)] : null,
        }).Contents;
    }

    private static Study<double> Create(string name, IStrategy strategy, bool isConditional) => new(name)
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest =>
        {
            var loss = Math.Abs(suggest.LogUniform("rate", 1e-5, 1e-1) - 0.01) + Math.Abs(suggest.LogInt("units", 4, 512) - 100) / 100.0;
            if (suggest.Choice("optimizer", "sgd", "adam") == "sgd" || !isConditional)
                loss += suggest.Uniform("momentum", 0, 0.99);
            if (suggest.Int("layers", 1, 2) == 2 || !isConditional)
                loss += suggest.Uniform("decay", 0, 1);
            return loss + suggest.Uniform("shift", -1, 2);
        },
        Objective = (loss, _, _) => loss,
        Strategy = strategy,
        Seed = 5,
    };
}
