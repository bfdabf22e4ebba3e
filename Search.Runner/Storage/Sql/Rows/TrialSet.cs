namespace HyperSearch.Runner;

/// <summary>Some of a study's trials.</summary>
/// <param name="Condition">What selects them from the table <c>trials</c>, under the name t; <c>@study</c> is the study.</param>
/// <param name="Order">The column to order them by.</param>
/// <param name="Parameters">The condition's parameters but <c>@study</c>, and their values.</param>
internal sealed record TrialSet(string Condition, string Order, params IReadOnlyList<(string Name, object Value)> Parameters)
{
    /// <summary>Those that wait or run, by number.</summary>
    public static TrialSet Unfinished { get; } = new("t.study = @study AND t.finish_order IS NULL", "t.number");

    /// <summary>One trial.</summary>
    public static TrialSet Of(int number) => new("t.study = @study AND t.number = @number", "t.number", ("@number", number));

    /// <summary>Those whose newest result is at one of some places, in that order.</summary>
    /// <param name="from">The first place.</param>
    /// <param name="upTo">The place after the last.</param>
    public static TrialSet Finished(int from, int upTo) =>
        new("t.study = @study AND t.finish_order >= @from AND t.finish_order < @upTo", "t.finish_order", ("@from", from), ("@upTo", upTo));

    /// <summary>Has a query of another table select the rows of these trials.</summary>
    /// <param name="set">The trials; null for all.</param>
    /// <param name="column">The column with the number of a row's trial.</param>
    public static string And(TrialSet? set, string column) => set is null ? "" : $" AND {column} IN (SELECT t.number FROM trials t WHERE {set.Condition})";

    /// <summary>The parameters of such a query.</summary>
    public static (string Name, object Value)[] ParametersOf(TrialSet? set, long study) => [("@study", study), .. set?.Parameters ?? []];
}
