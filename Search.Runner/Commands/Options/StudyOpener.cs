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

    /// <inheritdoc cref="StoreLocation.CheckpointFolder"/>
    public string? CheckpointFolder(ParseResult parsed) => StoreOption.CheckpointFolder(parsed.GetValue(_store));

    /// <summary>Opens the study. Its options have their values from then on.</summary>
    /// <exception cref="CommandFailedException">The study must exist, and does not.</exception>
    /// <exception cref="StudyException">It cannot be made ready for its trials, or learns from others than it is to.</exception>
    /// <exception cref="StudyChangedException">The study differs from its record.</exception>
    /// <exception cref="SpaceException">The study's settings function is wrong.</exception>
    /// <exception cref="OperationCanceledException">The command was interrupted.</exception>
    public async Task<OpenedStudy> OpenAsync(
        ParseResult parsed, IStudyStore store, bool mustExist, bool runsTrials, int? plannedTrials = null, bool allowWidening = false, Earlier? learnFrom = null, bool prunes = true, CancellationToken interrupt = default)
    {
        var name = parsed.GetValue(_name) ?? _study.Name;
        var known = await store.FindAsync(name, interrupt);
        if (known is null && mustExist)
            throw await StudyVerb.MissingAsync(store, name);
        foreach (var (option, given) in _studyOptions)
            option.Value = parsed.GetValue(given) ?? known?.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;

        var space = await StudyCode.TraceAsync(_study, _output.Error, interrupt);
        var strategy = parsed.GetValue(_settings) is { } file ? ReadSettings(file, space) : _strategyOptions.StrategyOf(parsed) ?? _study.Strategy ?? new AutoSearch();
        var opening = new StudyOpening(_study, store, _output.Error, warning => _output.Error.WriteLine($"Warning: {warning}"))
        {
            Name = name,
            Seed = parsed.GetValue(_seed) ?? _study.Seed,
            PlannedTrials = plannedTrials,
            RunsTrials = runsTrials,
            Pruner = prunes ? _strategyOptions.PrunerOf(parsed, _study) : null,
            AllowWidening = allowWidening,
            AllowPartialGrid = _strategyOptions.AllowsPartialGrid(parsed),
            LearnFrom = learnFrom,
        };
        return await opening.OpenAsync(space, strategy, known, interrupt) with { Pruner = _strategyOptions.PrunerOf(parsed, _study) };
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
