using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>How wide kernels are: b.</summary>
internal static class Bandwidth
{
    /// <summary>Scott's rule, where the prior's spread counts as one trial more; not below the least ("magic clipping").</summary>
    /// <param name="codes">(n): where the trials are; NaN where one does not have the parameter.</param>
    /// <param name="dimensions">How many parameters the space has.</param>
    /// <param name="minimum">The least bandwidth.</param>
    /// <param name="smoothing">What the rule's is multiplied by.</param>
    public static double Scott(double[] codes, int dimensions, double minimum, double smoothing)
    {
        var (count, mean, squares) = (1, 0.5, 1.0 / 12);
        foreach (var code in codes)
        {
            if (double.IsNaN(code))
                continue;
            count++;
            var difference = code - mean;
            mean += difference / count;
            squares += difference * (code - mean);
        }
        var deviation = Math.Sqrt(squares / count);
        return Math.Max(minimum, smoothing * deviation * PortableMath.Exp(-PortableMath.Log(count) / (dimensions + 4)));
    }

    /// <summary>Aitchison and Aitken's for options: what all options but a kernel's own have together.</summary>
    public static double AitchisonAitken(int trials, int options, double smoothing) =>
        (options - 1.0) / options * Math.Min(1, smoothing * options / (trials + options));
}
