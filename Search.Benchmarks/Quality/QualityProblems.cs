namespace Search.Benchmarks;

/// <summary>
/// The problems that a command line names: <c>--tables FOLDER</c>, <c>--real true</c>, <c>--bbob tune|judge</c>, <c>--goals true</c>,
/// <c>--classical true</c>, which is said where none of the last three is, and <c>--problems A,B</c> for those whose names begin so. With goals, of the tables those count that have a cost.
/// </summary>
internal static class QualityProblems
{
    private static readonly string[] Choosing = ["--tables", "--real", "--bbob", "--goals", "--classical", "--problems"];

    /// <summary>The words that choose the same problems on another command line.</summary>
    public static IEnumerable<string> Words(Flags flags) => Choosing.Where(name => flags.Text(name) is not null).SelectMany(name => new[] { name, flags.Text(name)! });

    public static QualityProblem[] Chosen(Flags flags)
    {
        var tables = flags.Text("--tables");
        var real = flags.Text("--real") == "true";
        var goals = flags.Text("--goals") == "true";
        var bbob = flags.Text("--bbob");
        if (bbob is not (null or "tune" or "judge"))
            throw new ArgumentException($"`--bbob` takes tune or judge, which are halves of the instances, but it is {bbob}.");
        var classical = flags.Text("--classical", bbob is null && !real && !goals ? "true" : "false") == "true";
        QualityProblem[] problems =
        [
            .. tables is null ? [] : goals ? QualityTables.ReadPairs(tables) : QualityTables.ReadAll(tables),
            .. classical ? QualityFunctions.All() : [],
            .. real ? RealProblems.All() : [],
            .. goals ? GoalProblems.All() : [],
            .. bbob is null ? [] : BbobProblems.All(isJudging: bbob == "judge"),
        ];
        return flags.List("--problems") is { } names
            ? [.. problems.Where(problem => names.Any(name => problem.Name.StartsWith(name, StringComparison.Ordinal)))]
            : problems;
    }
}
