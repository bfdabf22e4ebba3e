using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// Classical test functions, with their domains and optima as in Surjanovic and Bingham, "Virtual Library of Simulation
/// Experiments". Regret is the distance from the known optimum.
/// </summary>
internal static class QualityFunctions
{
    public static IEnumerable<QualityProblem> All()
    {
        yield return Problem("branin-2", [Real("x0", -5, 10), Real("x1", 0, 15)], Branin, 0.39788735772973816);
        yield return Problem("hartmann-6", Reals(6, 0, 1), Hartmann6, -3.32236801141551);
        yield return Problem("ackley-5", Reals(5, -32.768, 32.768), Ackley);
        yield return Problem("rosenbrock-4", Reals(4, -5, 10), Rosenbrock);
        yield return Problem("rastrigin-3", Reals(3, -5.12, 5.12), Rastrigin);
        yield return Problem("levy-6", Reals(6, -10, 10), Levy);
        yield return Problem("sphere-10", Reals(10, -5.12, 5.12), Sphere);
        // The optimum is off the middle of the logarithmic range: the decimal logarithm is 1 at x = 10.
        yield return Problem("levy-4-log", [.. Enumerable.Range(0, 4).Select(i => new FloatParameter($"x{i}", 1e-5, 1e3, Scale.Log))],
            x => Levy([.. x.Select(Math.Log10)]));
        yield return Problem("ackley-5-integer", [.. Enumerable.Range(0, 5).Select(i => new IntParameter($"x{i}", -20, 32))], Ackley);
    }

    private static QualityProblem Problem(string name, Parameter[] parameters, Func<double[], double> f, double optimum = 0) => new(
        name,
        new SearchSpace(parameters),
        Goal.Minimize("value"),
        point => f([.. parameters.Select((parameter, i) => parameter.ValueOf(point[i]).Number!.Value)]),
        value => value - optimum,
        IsTable: false);

    private static FloatParameter Real(string name, double low, double high) => new(name, low, high);

    private static Parameter[] Reals(int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(i => Real($"x{i}", low, high))];

    private static double Sphere(double[] x) => x.Sum(v => (v - 1) * (v - 1));

    public static double Branin(double[] x)
    {
        var t = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return t * t + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;
    }

    private static double Ackley(double[] x)
    {
        var squares = x.Sum(v => v * v) / x.Length;
        var waves = x.Sum(v => Math.Cos(2 * Math.PI * v)) / x.Length;
        return -20 * Math.Exp(-0.2 * Math.Sqrt(squares)) - Math.Exp(waves) + 20 + Math.E;
    }

    private static double Rosenbrock(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
            sum += 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(1 - x[i], 2);
        return sum;
    }

    private static double Rastrigin(double[] x) => x.Sum(v => v * v - 10 * Math.Cos(2 * Math.PI * v) + 10);

    private static double Levy(double[] x)
    {
        static double Squared(double v) => v * v;
        var w = x.Select(v => 1 + (v - 1) / 4).ToArray();
        var sum = Squared(Math.Sin(Math.PI * w[0])) + Squared(w[^1] - 1) * (1 + Squared(Math.Sin(2 * Math.PI * w[^1])));
        for (var i = 0; i + 1 < w.Length; i++)
            sum += Squared(w[i] - 1) * (1 + 10 * Squared(Math.Sin(Math.PI * w[i] + 1)));
        return sum;
    }

    private static double Hartmann6(double[] x)
    {
        double[] alpha = [1, 1.2, 3, 3.2];
        double[][] a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] p =
        [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ];
        return -Enumerable.Range(0, 4).Sum(i => alpha[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[i][j] * Math.Pow(x[j] - p[i][j], 2))));
    }
}
