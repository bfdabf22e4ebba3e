using System.CommandLine;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>What it takes to open a study for the verbs that need its code: the store, the name, the seed, the study's own options.</summary>
internal sealed class StudyOpener
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<string> _name = new("--name") { Description = "The name on record. Default: the study's own.", HelpName = "NAME" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "The seed of all that is drawn by chance. Default: the study's own.", HelpName = "N" };
    private readonly Option<string> _settings = new("--settings") { Description = "Try the settings in this .json or .csv file instead of what the study's strategy proposes.", HelpName = "FILE" };
    private readonly StrategyOptions _strategyOptions = new();
    private readonly List<(StudyOption Study, Option<string> Command)> _studyOptions;

    public StudyOpener(Study study, Output output)
    {
        (_study, _output) = (study, output);
        _studyOptions = [.. study.Options.Select(option => (option, new Option<string>("--" + option.Name)
        {
            Description = $"{option.Description} Default: as {(option.MayChange ? "last" : "on record")}, else {option.DefaultValue}.",
            HelpName = option.Name.ToUpperInvariant(),
        }))];
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_store);
        command.Options.Add(_name);
        command.Options.Add(_seed);
        command.Options.Add(_settings);
        _strategyOptions.AddTo(command, _settings);
        foreach (var (_, option) in _studyOptions)
            command.Options.Add(option);
    }

    /// <summary>The options of the command line that say how to search.</summary>
    public StrategyOptions StrategyOptions => _strategyOptions;

    /// <exception cref="CommandFailedException">The store must exist, and does not.</exception>
    public IStudyStore OpenStore(ParseResult parsed, bool mustExist, StoreOptions? worker = null) =>
        mustExist ? StoreOption.OpenExisting(parsed.GetValue(_store), worker) : StoreOption.Open(parsed.GetValue(_store), worker);

    /// <inheritdoc cref="StoreOption.WarnAsync"/>
    public Task WarnAsync(ParseResult parsed, Output output) => StoreOption.WarnAsync(parsed.GetValue(_store), output);

    /// <summary>Where the trials' checkpoints lie: beside the store.</summary>
    public string CheckpointFolder(ParseResult parsed) => StoreOption.CheckpointFolder(parsed.GetValue(_store));

    /// <summary>Opens the study. Its options have their values from then on.</summary>
    /// <exception cref="CommandFailedException">
    /// The study must exist, and does not; or it cannot be made ready for its trials; or it learns from others than it is to.
    /// </exception>
    /// <exception cref="StudyChangedException">The study differs from its record.</exception>
    /// <exception cref="SpaceException">The study's settings function is wrong.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted.</exception>
    public async Task<OpenedStudy> OpenAsync(
        ParseResult parsed, IStudyStore store, bool mustExist, bool runsTrials, int? plannedTrials = null, bool allowWidening = false, Earlier? learnFrom = null, CancellationToken interrupt = default)
    {
        var name = parsed.GetValue(_name) ?? _study.Name;
        var known = await store.FindAsync(name, interrupt);
        if (known is null && mustExist)
            throw await StudyVerb.MissingAsync(store, name);
        foreach (var (option, given) in _studyOptions)
            option.Value = parsed.GetValue(given) ?? known?.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;

        var space = await StudyCode.TraceAsync(_study, _output.Error, interrupt);
        var strategy = parsed.GetValue(_settings) is { } file ? ReadSettings(file, space) : _strategyOptions.StrategyOf(parsed) ?? _study.Strategy ?? new AutoSearch();
        DefaultsCheck.Require(_study, strategy, space);
        if (known is null && runsTrials)
            _strategyOptions.RequireWholeGrid(parsed, strategy, space, plannedTrials);
        var study = new StudyDefinition(name, space, _study.Goal, parsed.GetValue(_seed) ?? _study.Seed)
        {
            Strategy = strategy.ToString() ?? "",
            PlannedTrials = plannedTrials,
            Options = _study.Options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal),
            ChangingOptions = [.. _study.Options.Where(option => option.MayChange).Select(option => option.Name)],
        };
        // Before anything is written, or made for it.
        if (known is null || allowWidening)
            CommandFailedException.ThrowIf(study.ObjectionToNames());
        if (strategy.LearnsFromEarlierStudies)
            study = await WithEarlierAsync(study, known, store, learnFrom, interrupt);
        else if (learnFrom?.Patterns is { Count: > 0 } || (known is null && _study.LearnFrom.Patterns is { Count: > 0 } && learnFrom is null))
            await WarnAsync($"{study.Strategy} does not learn from earlier studies.");
        // Before the record is made, or has a value that may be mistyped.
        if (runsTrials && !(known is not null && (await known.CountAsync(interrupt)).Finished >= plannedTrials))
            await PrepareAsync(interrupt);
        var record = allowWidening ? await store.WidenAsync(study, interrupt) : await store.OpenAsync(study, interrupt);
        // Another process may have begun it meanwhile.
        if (strategy.LearnsFromEarlierStudies)
            RequireAsRecorded(record.Study, learnFrom);
        return new(record, space, strategy, IsNew: known is null)
        {
            Pruner = _strategyOptions.PrunerOf(parsed, _study),
            Widened = known?.Study.DifferencesTo(study) ?? [],
            Changed = known is null ? [] : [.. study.ChangingOptions
                .Where(option => known.Study.Options.GetValueOrDefault(option) is { } last && last != study.Options[option])
                .Select(option => $"--{option}: last {known.Study.Options[option]}, now {study.Options[option]}")],
        };
    }

    // The study with what it learns from, where it is new.
    private async Task<StudyDefinition> WithEarlierAsync(StudyDefinition study, IStudyRecord? known, IStudyStore store, Earlier? learnFrom, CancellationToken interrupt)
    {
        if (known is not null)
        {
            RequireAsRecorded(known.Study, learnFrom);
            return study;
        }
        var warnings = new List<string>();
        var earlier = await EarlierStudies.TakeAsync(store, study, learnFrom ?? _study.LearnFrom, warnings.Add, interrupt);
        foreach (var warning in warnings)
            await WarnAsync(warning);
        return study with { Earlier = earlier };
    }

    private static void RequireAsRecorded(StudyDefinition recorded, Earlier? learnFrom)
    {
        if (learnFrom is not null && !EarlierStudies.IsAsRecorded(learnFrom, recorded.Earlier))
        {
            throw new CommandFailedException($"What study '{SafeText.Line(recorded.Name)}' learns from was chosen when it began: " +
                $"{(recorded.Earlier.Count == 0 ? "nothing" : EarlierReport.Describe(recorded.Earlier))}. Go on without {LearnFromOption.Name}, or begin another study with --name.");
        }
    }

    private Task WarnAsync(string warning) => _output.Error.WriteLineAsync($"Warning: {warning}");

    // Calls what the study has to do before its first trial.
    private async Task PrepareAsync(CancellationToken interrupt)
    {
        if (_study.Prepare is not { } prepare)
            return;
        try
        {
            await StudyCode.RunAsync(() => { prepare(); return true; }, "The study is getting ready (Prepare) for 10 s.", _output.Error, interrupt);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && interrupt.IsCancellationRequested))
        {
            var reason = exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException
                ? exception.Message
                : ErrorText.InOneLine(exception);
            throw new CommandFailedException($"The study cannot begin, and no trial was started: {reason}");
        }
    }

    // Also those of a report: what it tells of a trial beside its parameters is left out.
    private ManualSearch ReadSettings(string file, SearchSpace space)
    {
        try
        {
            return new([.. SettingsFile.Read(file).Select(setting => new Setting(setting.Where(value => space.IndexOf(value.Key) >= 0 || !TrialColumn.IsStandard(value.Key))))]) { Defaults = _study.Defaults };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The settings cannot be read: {exception.Message}");
        }
    }
}
