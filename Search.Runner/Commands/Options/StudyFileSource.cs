using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study in its own file, with its code.</summary>
internal sealed class StudyFileSource(Study study, Output output) : IStudySource
{
    private readonly StudyOpener _opener = new(study, output);
    private readonly Option<int?> _trials = TrialsOption.Create();

    public void AddTo(Command command)
    {
        command.Options.Add(_trials);
        _opener.AddTo(command);
        _opener.StrategyOptions.AddPartialGridTo(command);
    }

    public IStudyStore OpenStore(ParseResult parsed, StoreOptions worker) => _opener.OpenStore(parsed, mustExist: false, worker);

    public async Task<SourcedStudy> OpenAsync(ParseResult parsed, IStudyStore store, CancellationToken interrupt)
    {
        await _opener.WarnAsync(parsed, output);
        var trials = parsed.GetValue(_trials);
        var opened = await _opener.OpenAsync(parsed, store, mustExist: false, runsTrials: true, trials ?? study.Budget.Trials, interrupt: interrupt);
        return SourcedStudy.Of(study, opened, trials, _opener.CheckpointFolder(parsed));
    }

    public string Example(string verb, string rest) => $"{Invocation.OfStudyFile} {verb} {rest}".TrimEnd();
}
