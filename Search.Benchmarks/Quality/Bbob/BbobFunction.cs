using HyperSearch;
using static Search.Benchmarks.BbobTransform;

namespace Search.Benchmarks;

/// <summary>
/// One of the 24 noiseless functions of BBOB on [−5, 5]^D, with shifts and rotations of its own by instance; its least value is 0.
/// Finck, Hansen, Ros, Auger: "Real-Parameter Black-Box Optimization Benchmarking 2009: Noiseless Functions Definitions", INRIA RR-6829.
/// </summary>
internal sealed class BbobFunction
{
    private readonly int _dimension;
    private readonly double[][] _q, _r;
    private readonly double[] _signs;
    private readonly BbobPeaks? _peaks;

    /// <param name="number">1 to 24, as in the report.</param>
    /// <param name="dimension">D, at least 2.</param>
    /// <param name="instance">Which shifts and rotations, from 1.</param>
    public BbobFunction(int number, int dimension, int instance)
    {
        (Number, _dimension) = (number, dimension);
        var random = new RandomStream(2009, (number * 100 + dimension) * 1000 + instance, StreamPurpose.Setup);
        (_q, _r) = (Rotation(dimension, ref random), Rotation(dimension, ref random));
        _signs = new double[dimension];
        var uniform = new double[dimension];
        for (var i = 0; i < dimension; i++)
            (_signs[i], uniform[i]) = (random.NextInt(2) * 2 - 1, 8 * random.NextDouble() - 4);
        _peaks = number is 21 or 22 ? new BbobPeaks(number == 21 ? 101 : 21, _r, ref random) : null;
        Optimum = number switch
        {
            // Where the steep side of each second number is towards its optimum.
            4 => [.. uniform.Select((v, i) => i % 2 == 0 ? Math.Abs(v) : v)],
            5 => [.. _signs.Select(sign => 5 * sign)],
            8 => [.. uniform.Select(v => 0.75 * v)],
            9 or 19 => RotatedBack(_r, [.. uniform.Select(_ => 0.5 / Stretch)]),
            20 => [.. _signs.Select(sign => 4.2096874633 / 2 * sign)],
            21 or 22 => _peaks!.Highest,
            24 => [.. _signs.Select(sign => 2.5 / 2 * sign)],
            _ => uniform,
        };
        if (!(Math.Abs(Value(Optimum)) < 1e-6))
            throw new InvalidOperationException($"Function {number} is {Value(Optimum)} at its optimum, which should be 0.");
    }

    public int Number { get; }

    /// <summary>Where the function is 0.</summary>
    public double[] Optimum { get; }

    private double Stretch => Math.Max(1, Math.Sqrt(_dimension) / 8);

    /// <summary>f(x) − f_opt.</summary>
    /// <param name="x">D numbers.</param>
    public double Value(double[] x) => Number switch
    {
        1 => Sum(Shifted(x), (v, _) => v * v),
        2 => Ellipsoid(Oscillating(Shifted(x)), 6),
        3 => Rastrigin(Scaled(10, Asymmetric(0.2, Oscillating(Shifted(x))))),
        4 => Rastrigin(BuecheScaled(Oscillating(Shifted(x)))) + 100 * Penalty(x),
        5 => LinearSlope(x),
        6 => Math.Pow(Oscillating(Sum(Sector(x), (v, _) => v * v)), 0.9),
        7 => StepEllipsoid(x) + Penalty(x),
        8 => Rosenbrock([.. Shifted(x).Select(v => Stretch * v + 1)]),
        9 => Rosenbrock(Stretched(x)),
        10 => Ellipsoid(Oscillating(Rotated(_r, Shifted(x))), 6),
        11 => Sum(Oscillating(Rotated(_r, Shifted(x))), (v, i) => (i == 0 ? 1e6 : 1) * v * v),
        12 => Sum(Rotated(_r, Asymmetric(0.5, Rotated(_r, Shifted(x)))), (v, i) => (i == 0 ? 1 : 1e6) * v * v),
        13 => SharpRidge(Rotated(_q, Scaled(10, Rotated(_r, Shifted(x))))),
        14 => Math.Sqrt(Sum(Rotated(_r, Shifted(x)), (v, i) => Math.Pow(Math.Abs(v), 2 + 4 * Share(i, _dimension)))),
        15 => Rastrigin(Rotated(_r, Scaled(10, Rotated(_q, Asymmetric(0.2, Oscillating(Rotated(_r, Shifted(x)))))))),
        16 => Weierstrass(Rotated(_r, Scaled(0.01, Rotated(_q, Oscillating(Rotated(_r, Shifted(x))))))) + 10.0 / _dimension * Penalty(x),
        17 => Schaffer(Scaled(10, Rotated(_q, Asymmetric(0.5, Rotated(_r, Shifted(x)))))) + 10 * Penalty(x),
        18 => Schaffer(Scaled(1000, Rotated(_q, Asymmetric(0.5, Rotated(_r, Shifted(x)))))) + 10 * Penalty(x),
        19 => GriewankRosenbrock(Stretched(x)),
        20 => Schwefel(x),
        21 or 22 => Math.Pow(Oscillating(10 - _peaks!.Height(x)), 2) + Penalty(x),
        23 => Katsuura(Rotated(_q, Scaled(100, Rotated(_r, Shifted(x))))) + Penalty(x),
        24 => Lunacek(x),
        _ => throw new ArgumentOutOfRangeException(nameof(x), Number, "There are functions 1 to 24."),
    };

    private double[] Shifted(double[] x) => [.. x.Zip(Optimum, (v, o) => v - o)];

    private double[] Stretched(double[] x) => [.. Rotated(_r, x).Select(v => Stretch * v + 0.5)];

    private static double Sum(double[] z, Func<double, int, double> term) => z.Select(term).Sum();

    private static double Ellipsoid(double[] z, double power) => Sum(z, (v, i) => Math.Pow(10, power * Share(i, z.Length)) * v * v);

    private static double Rastrigin(double[] z) => Sum(z, (v, _) => 10 * (1 - Math.Cos(2 * Math.PI * v)) + v * v);

    private static double[] BuecheScaled(double[] z) =>
        [.. z.Select((v, i) => (v > 0 && i % 2 == 0 ? 10 : 1) * Math.Pow(10, 0.5 * Share(i, z.Length)) * v)];

    private double LinearSlope(double[] x) => Sum(x, (v, i) =>
    {
        var slope = Math.Sign(Optimum[i]) * Math.Pow(10, Share(i, _dimension));
        return 5 * Math.Abs(slope) - slope * (Optimum[i] * v < 25 ? v : Optimum[i]);
    });

    private double[] Sector(double[] x) =>
        [.. Rotated(_q, Scaled(10, Rotated(_r, Shifted(x)))).Select((v, i) => (v * Optimum[i] > 0 ? 100 : 1) * v)];

    private double StepEllipsoid(double[] x)
    {
        var scaled = Scaled(10, Rotated(_r, Shifted(x)));
        var z = Rotated(_q, Array.ConvertAll(scaled, v => Math.Abs(v) > 0.5 ? Math.Floor(0.5 + v) : Math.Floor(0.5 + 10 * v) / 10));
        return 0.1 * Math.Max(Math.Abs(scaled[0]) / 1e4, Ellipsoid(z, 2));
    }

    private static double Rosenbrock(double[] z) => Enumerable.Range(0, z.Length - 1).Sum(i => RosenbrockTerm(z, i));

    private static double RosenbrockTerm(double[] z, int i) => 100 * Math.Pow(z[i] * z[i] - z[i + 1], 2) + Math.Pow(z[i] - 1, 2);

    private static double SharpRidge(double[] z) => z[0] * z[0] + 100 * Math.Sqrt(z.Skip(1).Sum(v => v * v));

    private static double Weierstrass(double[] z)
    {
        static double Wave(double v) => Enumerable.Range(0, 12).Sum(k => Math.Pow(0.5, k) * Math.Cos(2 * Math.PI * Math.Pow(3, k) * (v + 0.5)));
        return 10 * Math.Pow(z.Average(Wave) - Wave(0), 3);
    }

    private static double Schaffer(double[] z) => Math.Pow(Enumerable.Range(0, z.Length - 1).Average(i =>
    {
        var s = Math.Sqrt(z[i] * z[i] + z[i + 1] * z[i + 1]);
        return Math.Sqrt(s) * (1 + Math.Pow(Math.Sin(50 * Math.Pow(s, 0.2)), 2));
    }), 2);

    private static double GriewankRosenbrock(double[] z) => 10 * Enumerable.Range(0, z.Length - 1).Average(i =>
    {
        var s = RosenbrockTerm(z, i);
        return s / 4000 - Math.Cos(s);
    }) + 10;

    private double Schwefel(double[] x)
    {
        double[] doubled = [.. x.Select((v, i) => 2 * _signs[i] * v)];
        double[] around = [.. Optimum.Select(o => 2 * Math.Abs(o))];
        double[] sheared = [.. doubled.Select((v, i) => i == 0 ? v : v + 0.25 * (doubled[i - 1] - around[i - 1]))];
        double[] z = [.. Scaled(10, [.. sheared.Zip(around, (v, a) => v - a)]).Zip(around, (v, a) => 100 * (v + a))];
        return 4.189828872724339 - z.Sum(v => v * Math.Sin(Math.Sqrt(Math.Abs(v)))) / (100 * _dimension) + 100 * Penalty([.. z.Select(v => v / 100)]);
    }

    private double Katsuura(double[] z)
    {
        var product = z.Select((v, i) => Math.Pow(1 + (i + 1) * Enumerable.Range(1, 32).Sum(j =>
        {
            var scaled = Math.Pow(2, j) * v;
            return Math.Abs(scaled - Math.Round(scaled)) / Math.Pow(2, j);
        }), 10 / Math.Pow(_dimension, 1.2))).Aggregate(1.0, (a, b) => a * b);
        return 10.0 / (_dimension * _dimension) * (product - 1);
    }

    private double Lunacek(double[] x)
    {
        const double Mu0 = 2.5, Depth = 1;
        var s = 1 - 1 / (2 * Math.Sqrt(_dimension + 20) - 8.2);
        var mu1 = -Math.Sqrt((Mu0 * Mu0 - Depth) / s);
        double[] mirrored = [.. x.Select((v, i) => 2 * Math.Sign(Optimum[i]) * v)];
        var z = Rotated(_q, Scaled(100, Rotated(_r, [.. mirrored.Select(v => v - Mu0)])));
        return Math.Min(mirrored.Sum(v => (v - Mu0) * (v - Mu0)), Depth * _dimension + s * mirrored.Sum(v => (v - mu1) * (v - mu1)))
            + Sum(z, (v, _) => 10 * (1 - Math.Cos(2 * Math.PI * v))) + 1e4 * Penalty(x);
    }
}
