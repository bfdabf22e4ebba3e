namespace HyperSearch.Runner;

/// <summary>Which way a goal goes, as the record and reports have it.</summary>
internal static class GoalNames
{
    private const string Maximize = "maximize", Minimize = "minimize";

    public static string DirectionOf(Goal goal) => goal.IsMaximize ? Maximize : Minimize;

    /// <exception cref="FormatException">It is none.</exception>
    public static Goal Parse(string direction, string metric) => (direction, metric) switch
    {
        (Maximize, not null) => Goal.Maximize(metric),
        (Minimize, not null) => Goal.Minimize(metric),
        _ => throw new FormatException($"A goal is to maximize or to minimize a metric, but it is '{direction}' of '{metric}'."),
    };
}
