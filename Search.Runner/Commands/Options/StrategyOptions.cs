using System.CommandLine;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>How a study is searched, where the command line says otherwise than its code.</summary>
internal sealed class StrategyOptions
{
    private readonly Option<Func<IStrategy>?> _strategy = NamedOption.Create("--strategy", "strategy", StrategyNames.All);
    private readonly Option<Func<IPruner?>?> _pruner = NamedOption.Create("--pruner", "pruner", PrunerNames.All);
    private readonly Option<bool> _partialGrid = new(StudyOpening.PartialGridOption) { Description = "Begin a grid also where the budget is too small for all of it." };

    public void AddTo(Command command)
    {
        command.Options.Add(_strategy);
        command.Options.Add(_pruner);
    }

    /// <param name="command">The verb.</param>
    /// <param name="settings">The option with a list of settings, which is a strategy as well.</param>
    public void AddTo(Command command, Option settings)
    {
        AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_strategy) is not null && result.GetResult(settings) is not null)
                result.AddError($"{_strategy.Name} and {settings.Name} exclude each other.");
        });
    }

    /// <summary>The option that lets a grid begin that the budget does not hold.</summary>
    public void AddPartialGridTo(Command command) => command.Options.Add(_partialGrid);

    /// <summary>What proposes, where the command line says so; null where it does not.</summary>
    public IStrategy? StrategyOf(ParseResult parsed) => parsed.GetValue(_strategy)?.Invoke();

    /// <summary>What stops trials early: what the command line says, else the study's own; null for nothing.</summary>
    public IPruner? PrunerOf(ParseResult parsed, Study study) => parsed.GetValue(_pruner) is { } create ? create() : study.Pruner;

    /// <summary>Adds the choice of a pruner alone, for a verb that proposes nothing.</summary>
    public void AddPrunerTo(Command command) => command.Options.Add(_pruner);

    /// <summary>Whether a grid may begin that the budget does not hold.</summary>
    public bool AllowsPartialGrid(ParseResult parsed) => parsed.GetValue(_partialGrid);
}
