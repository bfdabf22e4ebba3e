using System.Globalization;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Optuna itself opens what is exported, and what it made is imported.</summary>
public sealed class RealOptunaTests : IDisposable
{
    // What Optuna says of a study, as JSON. Its times are local ones.
    private const string Tell =
        """
        import json, sys, optuna
        from optuna.distributions import distribution_to_json
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        study = optuna.load_study(study_name=sys.argv[2], storage="sqlite:///" + sys.argv[1])
        def time(t): return None if t is None else round(t.timestamp() * 1000)
        print(json.dumps({
            "direction": study.direction.name, "metrics": study.metric_names, "attributes": study.user_attrs,
            "best": study.best_trial.number if any(t.state.name == "COMPLETE" for t in study.trials) else None,
            "trials": [{
                "number": t.number, "state": t.state.name, "value": t.value, "params": t.params, "attributes": t.user_attrs,
                "steps": [[step, value] for step, value in sorted(t.intermediate_values.items())],
                "distributions": {name: json.loads(distribution_to_json(d)) for name, d in t.distributions.items()},
                "start": time(t.datetime_start), "complete": time(t.datetime_complete)} for t in study.trials]}))
        """;

    private const string Search =
        """
        import sys, optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        study = optuna.create_study(study_name="made by Optuna", storage="sqlite:///" + sys.argv[1], direction="maximize", sampler=optuna.samplers.RandomSampler(seed=7))
        study.set_metric_names(["accuracy"])
        def objective(trial):
            rate = trial.suggest_float("rate", 1e-5, 1e-1, log=True)
            shift = trial.suggest_float("shift", -1, 2)
            dropout = trial.suggest_float("dropout", 0, 0.5, step=0.1)
            units = trial.suggest_int("units", 4, 512, log=True)
            if trial.number == 5:
                raise ValueError("early")
            depth = trial.suggest_int("depth", 1, 9, step=2)
            norm = trial.suggest_categorical("norm", [None, "batch", True, 0.5, 3])
            if trial.suggest_categorical("optimizer", ["sgd", "adam"]) == "sgd":
                rate += trial.suggest_float("momentum", 0, 0.99)
            for step in range(3):
                trial.report(rate * step / 7, step)
            trial.set_user_attr("ms", trial.number / 3)
            trial.set_user_attr("said", "so")
            if trial.number % 4 == 3:
                raise optuna.TrialPruned()
            return rate + shift + dropout + units + depth
        study.optimize(objective, n_trials=20, catch=ValueError)
        study.enqueue_trial({"rate": 0.001, "norm": None})
        study.ask().suggest_float("shift", -1, 2)
        study.enqueue_trial({"rate": 0.002, "depth": 3})
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string RequireOptuna() => Python.Require("optuna, sqlalchemy, alembic",
        "Install Optuna 5, or put its sources on PYTHONPATH: pip install 'optuna>=5', or git clone https://github.com/optuna/optuna with Debian's python3-sqlalchemy, python3-alembic, python3-numpy, python3-tqdm, python3-yaml, python3-colorlog.");

    [Theory]
    [InlineData("mixed")]
    [InlineData("choices only")]
    [InlineData("single options")]
    [InlineData("conditional")]
    [InlineData("no parameters")]
    [InlineData("extreme ranges")]
    public void Optuna_reads_an_exported_study_as_it_is_on_record(string space)
    {
        var python = RequireOptuna();
        var contents = RecordedTrials.Of(ExampleSpaces.Named(space), isMaximize: space != "mixed");
        var file = _folder.File("optuna.db");
        OptunaExport.Write(contents, file);

        using var told = JsonDocument.Parse(Python.Output(python, Tell, file, contents.Study.Name));

        var study = told.RootElement;
        Assert.Equal(contents.Study.Goal.IsMaximize ? "MAXIMIZE" : "MINIMIZE", study.GetProperty("direction").GetString());
        Assert.Equal(contents.Study.Goal.Metric, Assert.Single(study.GetProperty("metrics").EnumerateArray()).GetString());
        Assert.Equal(contents.Study.Seed, study.GetProperty("attributes").GetProperty("hypersearch:seed").GetUInt64());
        Assert.Equal(new TrialRanking(contents.Study.Goal).Best(contents.Trials)!.Number, study.GetProperty("best").GetInt32());
        Assert.Equal(contents.Trials.Select(trial => Expected(contents, trial)), study.GetProperty("trials").EnumerateArray().Select(Told));
    }

    [Fact]
    public void Optuna_goes_on_with_an_exported_study_and_takes_up_what_waits()
    {
        var python = RequireOptuna();
        var contents = RecordedTrials.Of(ExampleSpaces.Named("conditional"));
        var file = _folder.File("optuna.db");
        OptunaExport.Write(contents, file);

        Python.Output(python,
            """
            import sys, optuna
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            study = optuna.load_study(study_name=sys.argv[2], storage="sqlite:///" + sys.argv[1])
            def objective(trial):
                for layer in range(trial.suggest_int("layers", 1, 3)):
                    trial.suggest_int(f"units{layer}", 8, 256, log=True)
                if trial.suggest_categorical("optimizer", ["sgd", "adam"]) == "sgd":
                    trial.suggest_float("momentum", 0, 0.99)
                return trial.suggest_float("lr", 1e-5, 1e-1, log=True)
            study.optimize(objective, n_trials=6)
            """, file, contents.Study.Name);
        var (back, _) = OptunaImport.Convert(OptunaFile.Read(file, null), new());

        Assert.Empty(back.Study.DifferencesTo(contents.Study));
        var waiting = contents.Trials.Where(trial => trial.State == TrialState.Waiting).ToArray();
        Assert.NotEmpty(waiting);
        Assert.All(waiting, trial => Assert.Equal((TrialState.Complete, trial.Point), (back.Trials[trial.Number].State, back.Trials[trial.Number].Point)));
        Assert.Equal(contents.Trials.Count + 6 - waiting.Length, back.Trials.Count);
    }

    [Fact]
    public async Task A_study_that_Optuna_made_is_imported_and_goes_on()
    {
        var python = RequireOptuna();
        var (file, store) = (_folder.File("optuna.db"), _folder.File("studies.db"));
        Python.Output(python, Search, file);
        using var told = JsonDocument.Parse(Python.Output(python, Tell, file, "made by Optuna"));

        var import = await CommandRun.OfAsync(Counterpart(), "import", file, "--store", store);

        Assert.Equal((0, $"imported 'mine' from {file}: 22 trials: 14 complete, 5 pruned, 1 failed, 2 waiting\n"), (import.ExitCode, import.Out));
        Assert.Equal("note: trials that ran in Optuna and wait here, so that the next run takes them up: 1\nnote: a choice None is the text null here\n", import.Error);
        StudyContents contents;
        await using (var opened = new SqliteStudyStore(store))
            contents = await StudyContents.ReadAsync((await opened.FindAsync("mine", TestContext.Current.CancellationToken))!, TestContext.Current.CancellationToken);
        var trials = told.RootElement.GetProperty("trials").EnumerateArray().ToArray();
        foreach (var (trial, original) in contents.Trials.Zip(trials).Where(pair => pair.First.IsFinished))
        {
            Assert.Equal(original.GetProperty("state").GetString(), trial.State == TrialState.Failed ? "FAIL" : trial.State.ToString().ToUpperInvariant());
            Assert.Equal(original.GetProperty("value").ValueKind == JsonValueKind.Null ? null : original.GetProperty("value").GetDouble(), trial.Value);
            Assert.Equal(original.GetProperty("params").EnumerateObject().Select(pair => $"{pair.Name}={Choice(pair.Value)}").Order(), trial.ValuesIn(contents.Study.Space).Select(pair => $"{pair.Key}={pair.Value}").Order());
            Assert.Equal(original.GetProperty("steps").EnumerateArray().Select(step => new Measurement(step[0].GetInt32(), step[1].GetDouble())), trial.Measurements);
            Assert.Equal(original.GetProperty("start").GetInt64(), trial.Started!.Value.ToUnixTimeMilliseconds(), 1.0);
            Assert.Equal(original.GetProperty("complete").GetInt64(), trial.Finished!.Value.ToUnixTimeMilliseconds(), 1.0);
        }
        Assert.Equal(contents.Trials.Where(trial => trial.Number != 5 && trial.IsFinished).Select(trial => new TrialMetric(trial.Number, "ms", null, trial.Number / 3.0)), contents.Metrics);
        Assert.Equal(19, contents.Notes.Count(note => note.Text == "said: so"));
        Assert.Equal(0.002, contents.Trials[21].ValuesIn(contents.Study.Space).First(pair => pair.Key == "rate").Value.Number);

        var run = await CommandRun.OfAsync(Counterpart(), "run", "--store", store, "--trials", "30", "--workers", "2");
        var replay = await CommandRun.OfAsync(Counterpart(), "replay", "--store", store);

        Assert.Contains("30 trials: 24 complete, 5 pruned, 1 failed", run.Out, StringComparison.Ordinal);
        Assert.Contains("8 proposals recomputed, all identical", replay.Out, StringComparison.Ordinal);
    }

    // The study that this one is in HyperSearch.
    private static Study<double> Counterpart() => new("mine")
    {
        Goal = Goal.Maximize("accuracy"),
        Space = suggest =>
        {
            var sum = suggest.LogUniform("rate", 1e-5, 1e-1) + suggest.Uniform("shift", -1, 2) + suggest.Uniform("dropout", 0, 0.5, step: 0.1)
                + suggest.LogInt("units", 4, 512) + suggest.Int("depth", 1, 9, step: 2);
            suggest.Choice<object?>("norm", null, "batch", true, 0.5, 3);
            return suggest.Choice("optimizer", "sgd", "adam") == "sgd" ? sum + suggest.Uniform("momentum", 0, 0.99) : sum;
        },
        Objective = (sum, _, _) => sum,
        Strategy = new Tpe(),
    };

    private static string Expected(StudyContents contents, Trial trial)
    {
        var space = contents.Study.Space;
        var metrics = contents.Metrics.Where(metric => metric.Trial == trial.Number && metric.Name is "ms" or "train loss").Where(metric => metric.Trial == trial.Number);
        return string.Join('\n',
        [
            $"{trial.Number} {(trial.State == TrialState.Failed ? "FAIL" : trial.State.ToString().ToUpperInvariant())} {Text(trial.Value)} {trial.Started?.ToUnixTimeMilliseconds()} {trial.Finished?.ToUnixTimeMilliseconds()}",
            string.Join(' ', trial.Measurements.Select(measurement => $"{measurement.Step}:{Text(measurement.Value)}")),
            .. trial.ValuesIn(space).Select(pair => $"{pair.Key}={pair.Value} of {Distribution(space[space.IndexOf(pair.Key)].Definition)}").Order(StringComparer.Ordinal),
            .. metrics.Select(metric => $"{metric.Name} {metric.Step}:{Text(metric.Value)}").Order(StringComparer.Ordinal),
            .. contents.Notes.Where(note => note.Trial == trial.Number).Select(note => note.Text),
            trial.Error ?? "",
        ]);
    }

    private static string Told(JsonElement trial)
    {
        var (attributes, distributions) = (trial.GetProperty("attributes"), trial.GetProperty("distributions"));
        return string.Join('\n',
        [
            $"{trial.GetProperty("number")} {trial.GetProperty("state")} {Choice(trial.GetProperty("value"), none: "")} {trial.GetProperty("start")} {trial.GetProperty("complete")}",
            string.Join(' ', trial.GetProperty("steps").EnumerateArray().Select(step => $"{step[0]}:{Text(step[1].GetDouble())}")),
            .. trial.GetProperty("params").EnumerateObject().Select(pair => $"{pair.Name}={Choice(pair.Value)} of {Distribution(distributions.GetProperty(pair.Name))}").Order(StringComparer.Ordinal),
            .. attributes.EnumerateObject().Where(pair => pair.Name is "ms" or "train loss").SelectMany(pair => pair.Value.ValueKind == JsonValueKind.Object
                ? pair.Value.EnumerateObject().Select(step => $"{pair.Name} {step.Name}:{Text(step.Value.GetDouble())}")
                : [$"{pair.Name} :{Text(pair.Value.GetDouble())}"]).Order(StringComparer.Ordinal),
            .. attributes.TryGetProperty("notes", out var notes) ? notes.EnumerateArray().Select(note => note.GetString()!) : [],
            attributes.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "",
        ]);
    }

    private static string Distribution(ParameterDefinition definition) => definition.Options is { } options
        ? $"choice {string.Join('|', options)}"
        : $"{definition.Kind} {Text(definition.Low)} {Text(definition.High)} {definition.Scale == Scale.Log} {Text(definition.Step)}";

    private static string Distribution(JsonElement distribution)
    {
        var (name, attributes) = (distribution.GetProperty("name").GetString(), distribution.GetProperty("attributes"));
        return name == "CategoricalDistribution"
            ? $"choice {string.Join('|', attributes.GetProperty("choices").EnumerateArray().Select(choice => Choice(choice)))}"
            : $"{(name == "IntDistribution" ? "int" : "float")} {Choice(attributes.GetProperty("low"))} {Choice(attributes.GetProperty("high"))} {attributes.GetProperty("log").GetBoolean()} {Choice(attributes.GetProperty("step"), none: "")}";
    }

    private static string Choice(JsonElement value, string none = "null") => value.ValueKind switch
    {
        JsonValueKind.Number => Text(value.GetDouble()),
        JsonValueKind.Null => none,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetString()!,
    };

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
