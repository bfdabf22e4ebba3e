using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Which trials a report shows, and in what order: <c>--where "ms &lt; 20"</c> and <c>--sort "ms desc"</c>.</summary>
/// <param name="Conditions">All of them hold.</param>
/// <param name="Order">By which column; null for the report's own order.</param>
internal sealed record TrialSelection(IReadOnlyList<TrialCondition> Conditions, TrialOrder? Order)
{
    /// <summary>Whether it is all trials in their own order.</summary>
    public bool IsAll => Conditions.Count == 0 && Order is null;

    /// <summary>The trials that are selected, in their order. Those without a value in the column of the order come last.</summary>
    /// <exception cref="SelectionException">There is no column of a name; the message says which there are.</exception>
    public IEnumerable<Trial> Of(IEnumerable<Trial> trials, StudyDefinition study, StudyExtras extras)
    {
        var columns = TrialColumn.All(study, extras);
        foreach (var condition in Conditions)
        {
            var column = Find(columns, condition.Column);
            trials = trials.Where(trial => condition.Holds(column.Cell(trial)));
        }
        if (Order is not { } order)
            return trials;
        var by = Find(columns, order.Column);
        return trials.Select(trial => (Trial: trial, Cell: by.Cell(trial)))
            .Order(Comparer<(Trial Trial, ParameterValue? Cell)>.Create((one, other) => order.Compare(one.Cell, other.Cell) is not 0 and var decided ? decided : one.Trial.Number.CompareTo(other.Trial.Number)))
            .Select(pair => pair.Trial);
    }

    private static TrialColumn Find(IReadOnlyList<TrialColumn> columns, string name) =>
        columns.FirstOrDefault(column => column.Heading == name)
        ?? columns.FirstOrDefault(column => TrialColumn.MetricPrefix + column.Heading == name)
        ?? throw new SelectionException($"There is no column '{SafeText.Line(name)}'. There are: {string.Join(", ", columns.Select(column => SafeText.Line(column.Heading)))}.");
}
