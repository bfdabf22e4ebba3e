using System.CommandLine;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>A study on record, by its name.</summary>
internal sealed class RecordedStudySource(Output output) : IStudySource
{
    // Of so many proposals some lack a parameter that is often inactive.
    private const int EnoughToSeeConditions = 10;

    private readonly StudyArgument _study = new(null);
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<int?> _trials = TrialsOption.Create();
    private readonly StrategyOptions _strategy = new();

    public void AddTo(Command command)
    {
        _study.AddTo(command);
        command.Options.Add(_trials);
        command.Options.Add(_store);
        _strategy.AddTo(command);
    }

    public IStudyStore OpenStore(ParseResult parsed, StoreOptions worker) => StoreOption.OpenExisting(parsed.GetValue(_store), worker);

    public async Task<SourcedStudy> OpenAsync(ParseResult parsed, IStudyStore store, CancellationToken interrupt)
    {
        await StoreOption.WarnAsync(parsed.GetValue(_store), output);
        var name = _study.Of(parsed);
        var known = await store.FindAsync(name, interrupt) ?? throw await StudyVerb.MissingAsync(store, name);
        var study = StudyOfRecord.Of(known.Study);
        if (study is StudyOfRecord)
            await RequireNoConditionsAsync(known, interrupt);
        var strategy = _strategy.StrategyOf(parsed) ?? (study is StudyOfRecord ? StrategyOf(known.Study) : study.Strategy ?? new AutoSearch());
        var opening = new StudyOpening(study, store, output.Error, warning => output.Error.WriteLine($"Warning: {warning}"))
        {
            Name = name,
            Seed = known.Study.Seed,
            PlannedTrials = known.Study.PlannedTrials,
            Pruner = _strategy.PrunerOf(parsed, study),
            // Its own program need not be here: another one runs the trials.
            RunsTrials = false,
        };
        var opened = await opening.OpenAsync(study.TraceSpace(), strategy, known, interrupt) with { Pruner = _strategy.PrunerOf(parsed, study) };
        return SourcedStudy.Of(study, opened, parsed.GetValue(_trials), StoreOption.CheckpointFolder(parsed.GetValue(_store)));
    }

    public string Example(string verb, string rest) => _study.Example(verb, rest);

    // Of one whose code is in a file the record has the parameters, and not when each is active.
    private async Task RequireNoConditionsAsync(IStudyRecord known, CancellationToken cancel)
    {
        var proposed = (await known.ReadWithoutMeasurementsAsync(cancel)).Where(trial => trial.Observed is not null).ToArray();
        var lacks = proposed.FirstOrDefault(trial => trial.ValuesIn(known.Study.Space).Count() < known.Study.Space.Count);
        if (lacks is not null || proposed.Length < EnoughToSeeConditions)
        {
            throw new CommandFailedException($"{ByFile(known.Study)} " + (lacks is not null
                ? $"Its record has the parameters, but not when each of them is active: trial {lacks.Number} has not all."
                : $"Its record has the parameters, but not whether all of them are always active, which {EnoughToSeeConditions} proposals would show; it has {proposed.Length}."));
        }
        await output.Error.WriteLineAsync($"Warning: '{SafeText.Line(known.Study.Name)}' is searched by its record alone, which knows nothing of combinations that its code forbids, nor of its pruner.");
    }

    private static IStrategy StrategyOf(StudyDefinition study) =>
        StrategyNames.All.Names.Select(name => StrategyNames.All.Find(name)!()).FirstOrDefault(strategy => strategy.ToString() == study.Strategy)
        ?? throw new CommandFailedException($"{ByFile(study)} Its strategy {SafeText.Line(study.Strategy)} cannot be made of its name; --strategy NAME goes on with another.");

    private static string ByFile(StudyDefinition study) =>
        $"Study '{SafeText.Line(study.Name)}' is to be called by its file: dotnet run FILE.cs -- VERB.";
}
