namespace HyperSearch.Runner;

/// <summary>Rows and columns to be written as a table, CSV or Markdown. An empty cell is null.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, as many a row as there are headings.</param>
internal sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterValue?>> Rows)
{
    /// <summary>The trials of a study, a row each: number, value, the parameters, what else is asked for.</summary>
    public static ReportTable OfTrials(SearchSpace space, IReadOnlyList<Trial> trials, params IReadOnlyList<TrialColumn> columns)
    {
        List<TrialColumn> all = [TrialColumn.Number, TrialColumn.Value, .. space.Parameters.Select((_, i) => TrialColumn.Parameter(space, i)), .. columns];
        return new([.. all.Select(column => column.Heading)],
            [.. trials.Select(trial => all.Select(column => column.Cell(trial)).ToArray())]);
    }
}
