using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// Parzen's kernels on the bins of one parameter: what a bin has of a point in another. Of Aitchison and Aitken for a choice, normal
/// ones for numbers.
/// </summary>
internal sealed class BinKernels
{
    private const double UniformDeviation = 0.28867513459481287;

    private readonly double[,]? _kernel; // (bins, bins): the column's point, the row's bin; null for a choice
    private readonly double _same, _other;

    private BinKernels(double[,]? kernel, double same, double other) => (_kernel, _same, _other) = (kernel, same, other);

    /// <summary>Those of a choice.</summary>
    /// <param name="options">How many options there are.</param>
    /// <param name="points">How many points the kernels are made for.</param>
    public static BinKernels OfChoice(int options, int points)
    {
        var b = options > 1 ? Bandwidth.AitchisonAitken(points, options, smoothing: 1) : 0;
        return new(null, 1 - b, options > 1 ? b / (options - 1) : 0);
    }

    /// <summary>Those of a number, normalized over the bins; as wide as Scott's rule has it for points that lie within about half of the range.</summary>
    /// <param name="bins">How many bins there are.</param>
    /// <param name="points">How many points the kernels are made for.</param>
    public static BinKernels OfNumber(int bins, int points)
    {
        var kernel = new double[bins, bins];
        var spacing = bins > 1 ? 1.0 / (bins - 1) : 1;
        var b = Math.Max(spacing / 4, UniformDeviation / 2 * PortableMath.Exp(-PortableMath.Log(Math.Max(1, points)) / 5));
        for (var j = 0; j < bins; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < bins; i++)
                sum += kernel[i, j] = PortableMath.Exp(-0.5 * ((i - j) * spacing / b) * ((i - j) * spacing / b));
            for (var i = 0; i < bins; i++)
                kernel[i, j] /= sum;
        }
        return new(kernel, 0, 0);
    }

    /// <summary>Σ κ c over the bins of the points, for each bin; with the squares of the kernels Σ κ² c.</summary>
    /// <param name="counts">(bins): how many points each has.</param>
    /// <param name="points">How many these are in all.</param>
    /// <param name="squared">Whether kernels are squared.</param>
    public double[] Smooth(double[] counts, double points, bool squared = false)
    {
        var smooth = new double[counts.Length];
        for (var i = 0; i < smooth.Length; i++)
        {
            if (_kernel is null)
            {
                smooth[i] = squared ? _same * _same * counts[i] + _other * _other * (points - counts[i]) : _same * counts[i] + _other * (points - counts[i]);
                continue;
            }
            for (var j = 0; j < counts.Length; j++)
                smooth[i] += (squared ? _kernel[i, j] * _kernel[i, j] : _kernel[i, j]) * counts[j];
        }
        return smooth;
    }
}
