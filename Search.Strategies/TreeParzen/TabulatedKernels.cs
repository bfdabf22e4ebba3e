using System.Runtime.CompilerServices;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The kernels of a discrete parameter, as probabilities of its L values: a table has those of every value around every other.</summary>
internal sealed class TabulatedKernels : ParameterKernels
{
    private readonly SearchDomain _domain;
    private readonly int _parameter;
    private readonly double[] _levelCodes; // (L)
    private readonly int[] _centers;       // (K): the level that a kernel is centred on, L where uniform
    private readonly double[] _logKernels; // (L, L + 1): log κ(level | centre)

    private TabulatedKernels(SearchDomain domain, int parameter, double[] codes, Func<int, int, double> logKernel)
    {
        (_domain, _parameter, _levelCodes) = (domain, parameter, domain.LevelCodes(parameter)!);
        var count = _levelCodes.Length;
        _centers = CentersOf(domain, parameter, codes);
        _logKernels = new double[count * (count + 1)];
        for (var level = 0; level < count; level++)
        {
            var row = Row(level);
            for (var center = 0; center < count; center++)
                row[center] = logKernel(level, center);
            row[count] = -PortableMath.Log(count);
        }
    }

    /// <summary>Of a choice, after Aitchison and Aitken: 1 − b for the same option, b shared among the others.</summary>
    /// <param name="domain">The space.</param>
    /// <param name="parameter">Which of its parameters.</param>
    /// <param name="codes">(n): the codes of the trials; NaN where one does not have the parameter.</param>
    /// <param name="smoothing">What the bandwidth is multiplied by.</param>
    public static TabulatedKernels AitchisonAitken(SearchDomain domain, int parameter, double[] codes, double smoothing)
    {
        var options = domain.LevelCodes(parameter)!.Length;
        var b = Bandwidth.AitchisonAitken(codes.Length, options, smoothing);
        var (logSame, logOther) = (PortableMath.Log(1 - b), PortableMath.Log(b / (options - 1)));
        return new(domain, parameter, codes, (option, center) => option == center ? logSame : logOther);
    }

    /// <summary>Of numbers: normal around each, and normalized over the values there are.</summary>
    /// <inheritdoc cref="AitchisonAitken"/>
    public static TabulatedKernels DiscretizedNormal(SearchDomain domain, int parameter, double[] codes, double smoothing)
    {
        var levels = domain.LevelCodes(parameter)!;
        var spacing = levels.Length > 1 ? 1.0 / (levels.Length - 1) : 1;
        var b = Bandwidth.Scott(codes, domain.Count, spacing * Math.Max(0.25, 1 / Math.Sqrt(codes.Length + 1)), smoothing);
        double[] masses = [.. levels.Select(center => levels.Sum(level => Bell(level - center, b)))];
        return new(domain, parameter, codes, (level, center) =>
            PortableMath.Log(Math.Max(1e-300, Bell(levels[level] - levels[center], b) / masses[center])));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddLogDensities(Span<double> scores, double code)
    {
        var centers = _centers;
        ReadOnlySpan<double> row = Row(_domain.LevelOf(_parameter, code));
        for (var k = 0; k < scores.Length; k++)
            scores[k] += row[centers[k]];
    }

    public override double Sample(int component, ref RandomStream random)
    {
        var u = random.NextDouble();
        var level = 0;
        for (; level < _levelCodes.Length - 1; level++)
        {
            u -= PortableMath.Exp(Row(level)[_centers[component]]);
            if (u < 0)
                break;
        }
        return _levelCodes[level];
    }

    // (L + 1): the kernels' values at a level, the uniform one's last.
    private Span<double> Row(int level) => _logKernels.AsSpan(level * (_levelCodes.Length + 1), _levelCodes.Length + 1);

    private static double Bell(double distance, double b) => PortableMath.Exp(-0.5 * distance * distance / (b * b));
}
