namespace Search.Benchmarks;

/// <summary>
/// The problems that a command line names: <c>--tables FOLDER</c>, <c>--classical false</c>, <c>--bbob tune|judge</c>, and
/// <c>--problems A,B</c> for those whose names begin so.
/// </summary>
internal static class QualityProblems
{
    public static QualityProblem[] Chosen(Flags flags)
    {
        var tables = flags.Text("--tables");
        var classical = flags.Text("--classical", "true") == "true";
        var bbob = flags.Text("--bbob");
        if (bbob is not (null or "tune" or "judge"))
            throw new ArgumentException($"`--bbob` takes tune or judge, which are halves of the instances, but it is {bbob}.");
        QualityProblem[] problems =
        [
            .. tables is null ? [] : QualityTables.ReadAll(tables),
            .. classical && bbob is null ? QualityFunctions.All() : [],
            .. bbob is null ? [] : BbobProblems.All(isJudging: bbob == "judge"),
        ];
        return flags.List("--problems") is { } names
            ? [.. problems.Where(problem => names.Any(name => problem.Name.StartsWith(name, StringComparison.Ordinal)))]
            : problems;
    }
}
