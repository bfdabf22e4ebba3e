using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Rows and columns to be written as a table, CSV or Markdown. An empty cell is null.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, as many a row as there are headings.</param>
internal sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterValue?>> Rows)
{
    /// <summary>The places of rows that are greyed where there are colours. What they are is to be said in words as well.</summary>
    public IReadOnlySet<int> Greyed { get; init; } = new HashSet<int>();

    /// <summary>The trials of a study, a row each: number, what they came to, the parameters, what else is asked for. Those that miss a constraint are greyed.</summary>
    public static ReportTable OfTrials(StudyDefinition study, IReadOnlyList<Trial> trials, StudyExtras extras, ReportFormat format, params IReadOnlyList<TrialColumn> columns)
    {
        List<TrialColumn> all = [TrialColumn.Number, .. TrialColumn.Outcome(study, extras, format), .. study.Space.Parameters.Select((_, i) => TrialColumn.Parameter(study.Space, i)), .. columns];
        return new([.. all.Select(column => column.Heading)],
            [.. trials.Select(trial => all.Select(column => column.Cell(trial)).ToArray())])
        {
            Greyed = trials.Index().Where(trial => TrialColumn.IsInfeasible(trial.Item)).Select(trial => trial.Index).ToHashSet(),
        };
    }
}
