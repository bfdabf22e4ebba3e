using System.CommandLine;
using System.CommandLine.Parsing;
using Search.Core;
using Search.Strategies;

namespace Search.Runner;

/// <summary><c>run</c> and <c>resume</c>: run a study until its budget is used up, from wherever its record stands.</summary>
internal sealed class RunCommand
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly bool _mustExist;
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<string> _name = new("--name") { Description = "The name on record. Default: the study's own.", HelpName = "NAME" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "The seed of all that is drawn by chance. Default: the study's own.", HelpName = "N" };
    private readonly Option<int> _best = ReportCommand.BestOption();
    private readonly Option<ReportFormat> _format = StudyCommands.FormatOption();
    private readonly Option<int> _workers = new("--workers")
    {
        Description = "How many trials run side by side. Default: the number of cores.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    private readonly Option<int?> _trials = new("--trials") { Description = "The study's total of trials, those on record included. Default: the study's own.", HelpName = "N" };
    private readonly Option<TimeSpan?> _time = new("--time")
    {
        Description = "The wall time after which no further trial starts, such as 90s, 10m or 1.5h.",
        CustomParser = ParseTime,
        HelpName = "TIME",
    };

    private readonly Option<string> _settings = new("--settings") { Description = "Try the settings in this .json or .csv file instead of what the study's strategy proposes.", HelpName = "FILE" };
    private readonly Option<bool> _noPrune = new("--no-prune") { Description = "Let every trial run to its end." };
    private readonly List<(StudyOption Study, Option<string> Command)> _studyOptions;

    private RunCommand(Study study, Output output, bool mustExist)
    {
        (_study, _output, _mustExist) = (study, output, mustExist);
        _studyOptions = [.. study.Options.Select(option => (option, new Option<string>("--" + option.Name)
        {
            Description = $"{option.Description} Default: as on record, else {option.DefaultValue}.",
            HelpName = option.Name.ToUpperInvariant(),
        }))];
        AtLeastOne(_workers);
        AtLeastOne(_trials);
    }

    public static Command Create(Study study, Output output, bool mustExist)
    {
        var run = new RunCommand(study, output, mustExist);
        var verb = mustExist ? "resume" : "run";
        var command = new Command(verb, mustExist
            ? "Continues a study that is on record."
            : "Runs the study, or continues it where its record stands.")
        {
            run._store, run._name, run._workers, run._trials, run._time, run._seed, run._settings, run._best, run._format,
        };
        if (study.Pruner is not null)
            command.Options.Add(run._noPrune);
        foreach (var (_, option) in run._studyOptions)
            command.Options.Add(option);
        command.SetAction((parsed, _) => run.InvokeAsync(parsed));
        var file = $"{Invocation.OfStudyFile} {verb}";
        return command.WithExamples(
            file,
            $"{file} --workers 4 --time 10m --store experiments.db",
            $"{file} --trials 200 --format json > best.json");
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        await using var store = _mustExist ? StoreOption.OpenExisting(parsed.GetValue(_store)) : StoreOption.Open(parsed.GetValue(_store));
        var name = parsed.GetValue(_name) ?? _study.Name;
        var known = await store.FindAsync(name);
        if (known is null && _mustExist)
            throw await StudyCommands.MissingAsync(store, name);
        foreach (var (option, given) in _studyOptions)
            option.Value = parsed.GetValue(given) ?? known?.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;

        var space = _study.TraceSpace();
        var strategy = parsed.GetValue(_settings) is { } file ? ReadSettings(file) : _study.Strategy;
        var budget = new Budget(parsed.GetValue(_trials) ?? _study.Budget.Trials, parsed.GetValue(_time) ?? _study.Budget.Time);
        var record = await store.OpenAsync(new(name, space, _study.Goal, parsed.GetValue(_seed) ?? _study.Seed)
        {
            Strategy = strategy.ToString() ?? "",
            PlannedTrials = budget.Trials,
            Options = _study.Options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal),
        });

        var before = await StudyReport.ReadAsync(record, 1);
        if (known is not null)
            await _output.Error.WriteLineAsync(Standing(before.Counts, budget));
        var runner = new StudyRunner(_study, space, record, new()
        {
            Workers = parsed.GetValue(_workers),
            Budget = budget,
            Strategy = strategy,
            Prune = !parsed.GetValue(_noPrune),
        });
        runner.Monitor.Begin(before.Best.Count > 0 ? before.Best[0] : null);

        if (strategy is GridSearch grid)
            await _output.Error.WriteLineAsync($"grid: {grid.SizeOf(space):N0} combinations at first{(grid.Rounds > 1 ? $", {grid.Rounds} rounds" : "")}");
        using var interruption = new Interruption(_output.Error);
        var outcome = await ProgressDisplay.ShowAsync(runner.RunAsync(interruption.Token), runner.Monitor, record, budget, _output);
        StudyReportWriter.Write(await StudyReport.ReadAsync(record, parsed.GetValue(_best)), parsed.GetValue(_format), _output);
        return await EndAsync(outcome);
    }

    private ManualSearch ReadSettings(string file)
    {
        try
        {
            return new(SettingsFile.Read(file)) { Defaults = _study.Defaults };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The settings cannot be read: {exception.Message}");
        }
    }

    private static string Standing(TrialCounts counts, Budget budget)
    {
        var of = budget.Trials is { } trials ? $" of {trials}" : "";
        return counts.Finished >= budget.Trials
            ? $"finished: {counts.Finished}{of} trials. More with --trials."
            : $"continuing: {counts.Finished}{of} trials finished";
    }

    private async Task<int> EndAsync(RunOutcome outcome)
    {
        switch (outcome.End)
        {
            case RunEnd.Interrupted:
                await _output.Error.WriteLineAsync("Interrupted. The same command goes on from here.");
                return ExitCode.Interrupted;
            case RunEnd.AllFailed:
                await _output.Error.WriteLineAsync($"Stopped: the first {outcome.Finished} trials all failed. The last one said: {FirstLine.Of(outcome.LastError ?? "")}\n`show NUMBER` prints a trial's error in full.");
                return ExitCode.Failed;
            case RunEnd.OutOfTime:
                await _output.Error.WriteLineAsync("The time is used up. The same command goes on from here.");
                return ExitCode.Done;
            default:
                return ExitCode.Done;
        }
    }

    private static void AtLeastOne<T>(Option<T> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() < 1)
            result.AddError($"`N >= 1` must hold for {option.Name}.");
    });

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var time))
            return time;
        result.AddError($"--time takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is '{text}'.");
        return null;
    }
}
