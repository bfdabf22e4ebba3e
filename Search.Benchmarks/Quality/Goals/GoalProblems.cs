using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Benchmarks;

/// <summary>
/// Problems of several goals, of constraints, and of both, all to be minimized. With several goals the regret is the part of the true
/// front's hypervolume that is missing; with one it is (best that misses no constraint − optimum) / (median of such − optimum), at most
/// 1. It is 1 as long as nothing counts.
/// </summary>
/// <remarks>
/// A hypervolume is that of the box below a reference point. It is 1.1 in each goal, and for WFG4 1.1 times the front's ends, so that
/// the ends count (Ishibuchi et al. 2018, "How to Specify a Reference Point in Hypervolume Calculation"); (1.1, 10) for CONSTR.
/// ZDT4 is left out: with its 21 local fronts a parameter nobody gets near it in 100 trials.
/// </remarks>
internal static class GoalProblems
{
    private static readonly double[] Ends = [1.1, 1.1];

    public static IEnumerable<QualityProblem> All()
    {
        // Zitzler, Deb and Thiele 2000, "Comparison of Multiobjective Evolutionary Algorithms".
        yield return WithFront("zdt1-6", Unit(6), Zdt.One, Ends, first => 1 - Math.Sqrt(Math.Min(1, first)));
        yield return WithFront("zdt2-6", Unit(6), Zdt.Two, Ends, first => Math.Max(0, 1 - first * first));
        yield return WithFront("zdt3-6", Unit(6), Zdt.Three, Ends, Zdt.ThreeAtBest);
        yield return WithFront("zdt6-6", Unit(6), Zdt.Six, Ends, first => first < Zdt.LeastOfSix ? double.PositiveInfinity : Math.Max(0, 1 - first * first));
        // Deb, Thiele, Laumanns and Zitzler 2002, "Scalable Multi-objective Optimization Test Problems": the front is the unit sphere.
        yield return WithFront("dtlz2-6", Unit(6), x => Dtlz2(x, 2), Ends, Circle);
        yield return Problem("dtlz2-7-three", Unit(7), x => Dtlz2(x, 3), [1.1, 1.1, 1.1], Math.Pow(1.1, 3) - Math.PI / 6);
        // Huband, Hingston, Barone and While 2006, "A Review of Multiobjective Test Problems and a Scalable Test Problem Toolkit", with
        // two parameters of position: the front is a quarter of an ellipse.
        yield return WithFront("wfg4-6", [.. Enumerable.Range(1, 6).Select(i => new FloatParameter($"x{i - 1}", 0, 2 * i))], Wfg4, [2.2, 4.4],
            first => 4 * Circle(first / 2));
        // Jain and Deb 2014, "An Evolutionary Many-Objective Optimization Algorithm … Part II", with the discs' radius of 0.2 that has
        // parts of the circle left out (as in BoTorch).
        yield return WithFront("c2-dtlz2-6", Unit(6), x => Dtlz2(x, 2), Ends, first => Discs([Math.Min(1, first), Circle(first)]) <= 0 ? Circle(first) : double.PositiveInfinity,
            x => [Discs(Dtlz2(x, 2))]);
        // Deb, Pratap, Agarwal and Meyarivan 2002, "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II".
        yield return WithFront("constr-2", [new FloatParameter("x0", 0.1, 1), new FloatParameter("x1", 0, 5)], x => [x[0], (1 + x[1]) / x[0]], [1.1, 10],
            first => first < 7.0 / 18 ? double.PositiveInfinity : (1 + Math.Max(0, 6 - 9 * first)) / Math.Min(1, first),
            x => [6 - 9 * x[0] - x[1], 1 - 9 * x[0] + x[1]]);
        // Gelbart, Snoek and Adams 2014, "Bayesian Optimization with Unknown Constraints".
        yield return WithOptimum("branin-disc-2", [new FloatParameter("x0", -5, 10), new FloatParameter("x1", 0, 15)], QualityFunctions.Branin,
            x => [Math.Pow(x[0] - 2.5, 2) + Math.Pow(x[1] - 7.5, 2) - 50], optimum: 0.39788735772973816, median: 32.44);
        // Gramacy et al. 2016, "Modeling an Augmented Lagrangian for Blackbox Constrained Optimization".
        yield return WithOptimum("gramacy-2", Unit(2), x => x[0] + x[1],
            x => [1.5 - x[0] - 2 * x[1] - 0.5 * Math.Sin(2 * Math.PI * (x[0] * x[0] - 2 * x[1])), x[0] * x[0] + x[1] * x[1] - 1.5],
            optimum: 0.5997880520100604, median: 1.252);
    }

    private static QualityProblem WithFront(string name, Parameter[] parameters, Func<double[], double[]> losses, double[] reference, Func<double, double> front,
        Func<double[], double[]>? excesses = null) =>
        Problem(name, parameters, losses, reference, FrontVolume.Of(front, reference), excesses);

    private static QualityProblem Problem(string name, Parameter[] parameters, Func<double[], double[]> losses, double[] reference, double volume,
        Func<double[], double[]>? excesses = null) =>
        Problem(name, parameters, losses, excesses, found => 1 - Hypervolume.Of(found, reference) / volume);

    private static QualityProblem WithOptimum(string name, Parameter[] parameters, Func<double[], double> loss, Func<double[], double[]> excesses, double optimum, double median) =>
        Problem(name, parameters, x => [loss(x)], excesses, found => found.Aggregate(1.0, (least, losses) => Math.Min(least, (losses[0] - optimum) / (median - optimum))));

    private static QualityProblem Problem(string name, Parameter[] parameters, Func<double[], double[]> losses, Func<double[], double[]>? excesses, Func<IReadOnlyList<double[]>, double> regret)
    {
        double[] Values(Point point) => [.. parameters.Select((parameter, i) => parameter.ValueOf(point[i]).Number!.Value)];
        var middle = Array.ConvertAll(parameters, parameter => parameter.ValueOf(0.5).Number!.Value);
        return new(name, new SearchSpace(parameters), Goal.Minimize("f1"), point => losses(Values(point))[0], _ => regret([]), IsTable: false)
        {
            FurtherGoals = [.. Enumerable.Range(2, losses(middle).Length - 1).Select(i => Goal.Minimize($"f{i}"))],
            Constraints = [.. Enumerable.Range(1, excesses?.Invoke(middle).Length ?? 0).Select(i => Constraint.AtMost($"c{i}", 0))],
            Further = point => (losses(Values(point))[1..], excesses?.Invoke(Values(point)) ?? []),
            RegretOfFound = regret,
        };
    }

    private static Parameter[] Unit(int count) => [.. Enumerable.Range(0, count).Select(i => new FloatParameter($"x{i}", 0, 1))];

    private static double Circle(double first) => Math.Sqrt(Math.Max(0, 1 - first * first));

    private static double[] Dtlz2(double[] x, int goals)
    {
        var radius = 1 + x[(goals - 1)..].Sum(v => (v - 0.5) * (v - 0.5));
        return [.. Enumerable.Range(0, goals).Select(i =>
            x[..(goals - 1 - i)].Aggregate(radius, (product, v) => product * Math.Cos(v * Math.PI / 2)) * (i == 0 ? 1 : Math.Sin(x[goals - 1 - i] * Math.PI / 2)))];
    }

    // By how much two losses miss the discs around the circle's ends and its middle.
    private static double Discs(double[] f)
    {
        double Around(double first, double second) => Math.Pow(f[0] - first, 2) + Math.Pow(f[1] - second, 2) - 0.2 * 0.2;
        return Math.Min(Math.Min(Around(1, 0), Around(0, 1)), Around(Math.Sqrt(0.5), Math.Sqrt(0.5)));
    }

    private static double[] Wfg4(double[] x)
    {
        double[] t = [.. x.Select((v, i) => Multimodal(v / (2 * (i + 1))))];
        var (position, distance) = (t[..2].Average(), t[2..].Average());
        return [distance + 2 * Math.Sin(position * Math.PI / 2), distance + 4 * Math.Cos(position * Math.PI / 2)];
    }

    // s_multi(y, 30, 10, 0.35)
    private static double Multimodal(double y)
    {
        var u = Math.Abs(y - 0.35) / (2 * (Math.Floor(0.35 - y) + 0.35));
        return (1 + Math.Cos(122 * Math.PI * (0.5 - u)) + 40 * u * u) / 12;
    }
}
