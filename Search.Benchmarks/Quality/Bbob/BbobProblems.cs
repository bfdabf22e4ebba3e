using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// Functions of BBOB as searches: in 3, 6 and 10 dimensions, on real, log, integer and mixed scales by instance. Instances with odd
/// numbers are for tuning, those with even ones for judging.
/// </summary>
internal static class BbobProblems
{
    private const int Instances = 10, Levels = 201;

    private static readonly int[] Dimensions = [3, 6, 10];

    /// <param name="isJudging">Whether the instances are those for judging.</param>
    public static IEnumerable<QualityProblem> All(bool isJudging) =>
        from dimension in Dimensions
        from number in Enumerable.Range(1, 24)
        from instance in Enumerable.Range(1, Instances)
        where instance % 2 == 0 == isJudging
        select Problem(number, dimension, instance);

    private static QualityProblem Problem(int number, int dimension, int instance)
    {
        var function = new BbobFunction(number, dimension, instance);
        var (scale, coordinates) = ((instance - 1) / 2 % 5) switch
        {
            1 => ("log", [.. Enumerable.Range(0, dimension).Select(Log)]),
            2 => ("int", [.. Enumerable.Range(0, dimension).Select(Int)]),
            3 => ("mixed", [.. Enumerable.Range(0, dimension).Select(i => (i % 3) switch { 0 => Real(i), 1 => Log(i), _ => Int(i) })]),
            _ => ("real", (Coordinate[])[.. Enumerable.Range(0, dimension).Select(Real)]),
        };
        return new(
            $"bbob-{dimension}d-f{number:00}-{scale}-i{instance}",
            new SearchSpace([.. coordinates.Select(coordinate => coordinate.Parameter)]),
            Goal.Minimize("value"),
            point => function.Value([.. coordinates.Select((coordinate, i) => coordinate.X(coordinate.Parameter.ValueOf(point[i]).Number!.Value))]),
            value => Math.Max(0, value),
            IsTable: false);
    }

    private static Coordinate Real(int i) => new(new FloatParameter($"x{i}", -5, 5), value => value);

    // Five decades, as a learning rate has.
    private static Coordinate Log(int i) => new(new FloatParameter($"x{i}", 1e-6, 1e-1, Scale.Log), value => 2 * (Math.Log10(value) + 6) - 5);

    private static Coordinate Int(int i) => new(new IntParameter($"x{i}", 0, Levels - 1), value => 10 * value / (Levels - 1) - 5);

    /// <summary>A parameter, and the number between −5 and 5 that a value of it stands for.</summary>
    private sealed record Coordinate(Parameter Parameter, Func<double, double> X);
}
