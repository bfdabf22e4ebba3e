using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Which trials a verb prints, and in what order: <c>--where</c> and <c>--sort</c>.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Only trials of which this holds, such as \"ms < 20\" or \"activation = relu\"; may be given several times. A column is number, state, value, seconds, a parameter or a metric.",
        HelpName = "CONDITION",
    };

    private readonly Option<string?> _sort = new("--sort") { Description = "Sort by a column, the smallest first; \"ms desc\" has the largest first.", HelpName = "COLUMN" };

    public SelectionOptions() => _where.RequireConditions();

    public void AddTo(Command command)
    {
        command.Options.Add(_where);
        command.Options.Add(_sort);
    }

    /// <summary>The selection that is asked for.</summary>
    public TrialSelection Of(ParseResult parsed) =>
        new([.. (parsed.GetValue(_where) ?? []).Select(TrialCondition.Parse)], parsed.GetValue(_sort) is { } sort ? TrialOrder.Parse(sort) : null);
}
