using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>A function's value at x, with its gradient written to the second argument.</summary>
internal delegate double Differentiable(double[] x, double[] gradient);

/// <summary>
/// Minimizes a smooth function in a box: limited-memory BFGS (Nocedal and Wright, "Numerical Optimization", algorithms 7.4 and
/// 7.5) on the variables that are not held by a bound, with steps projected into the box.
/// </summary>
internal static class BoxLbfgs
{
    private const int Memory = 8;
    private const double SufficientDecrease = 1e-4, GradientTolerance = 1e-5;

    /// <summary>Moves <paramref name="x"/> to the lowest place found; gives the value there.</summary>
    public static double Minimize(Differentiable f, double[] x, double[] lower, double[] upper, int evaluations)
    {
        var n = x.Length;
        var (gradient, next, nextGradient, direction) = (new double[n], new double[n], new double[n], new double[n]);
        var pairs = new List<(double[] S, double[] Y, double Rho)>(Memory);
        var value = f(x, gradient);
        evaluations--;
        while (evaluations > 0)
        {
            var steepest = Direction(gradient, pairs, x, lower, upper, direction);
            if (steepest < GradientTolerance)
                break;
            var step = pairs.Count == 0 ? Math.Min(1, 0.5 / steepest) : 1.0;
            var accepted = false;
            for (var tries = 0; tries < 8 && evaluations > 0 && !accepted; tries++)
            {
                var slope = 0.0;
                for (var i = 0; i < n; i++)
                {
                    next[i] = Math.Clamp(x[i] + step * direction[i], lower[i], upper[i]);
                    slope += gradient[i] * (next[i] - x[i]);
                }
                var nextValue = f(next, nextGradient);
                evaluations--;
                if (nextValue <= value + SufficientDecrease * slope && slope < 0)
                {
                    AddCorrectionPair(pairs, x, next, gradient, nextGradient);
                    accepted = value - nextValue > 1e-9 * (1 + Math.Abs(value));
                    value = nextValue;
                    next.CopyTo(x, 0);
                    nextGradient.CopyTo(gradient, 0);
                    if (!accepted)
                        return value;
                }
                else
                {
                    step *= 0.3;
                }
            }
            if (!accepted)
            {
                if (pairs.Count == 0)
                    break;
                pairs.Clear();
            }
        }
        return value;
    }

    // direction = −H g on the free variables; gives the largest free component of the gradient.
    private static double Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> pairs, double[] x, double[] lower, double[] upper, double[] direction)
    {
        var largest = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            direction[i] = IsAtActiveBound(i) ? 0 : -gradient[i];
            largest = Math.Max(largest, Math.Abs(direction[i]));
        }
        Span<double> alpha = stackalloc double[Memory];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            alpha[k] = pairs[k].Rho * OrderedSums.Dot(pairs[k].S, direction);
            RowArithmetic.AddScaled(direction, -alpha[k], pairs[k].Y);
        }
        if (pairs.Count > 0)
        {
            var (_, y, rho) = pairs[^1];
            RowArithmetic.MultiplyBy(direction, 1 / (rho * OrderedSums.Dot(y, y)));
        }
        for (var k = 0; k < pairs.Count; k++)
        {
            var beta = pairs[k].Rho * OrderedSums.Dot(pairs[k].Y, direction);
            RowArithmetic.AddScaled(direction, alpha[k] - beta, pairs[k].S);
        }
        for (var i = 0; i < x.Length; i++)
        {
            if (IsAtActiveBound(i))
                direction[i] = 0;
        }

        return largest;

        bool IsAtActiveBound(int i) => (x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0);
    }

    private static void AddCorrectionPair(List<(double[] S, double[] Y, double Rho)> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        var (s, y) = (new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++)
            (s[i], y[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        var curvature = OrderedSums.Dot(s, y);
        if (curvature <= 1e-12 * OrderedSums.Dot(y, y))
            return;
        if (pairs.Count == Memory)
            pairs.RemoveAt(0);
        pairs.Add((s, y, 1 / curvature));
    }
}
