using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The hyperparameters of the process, all as logarithms in one vector: amplitude s, noise σ², a weight 1/ℓ² per feature, and
/// the warping's a and b per number that is warped. With their priors.
/// </summary>
/// <remarks>
/// Length scales: log-normal, growing with the root of the number of parameters (Hvarfner, Hellsten, Nardi: "Vanilla Bayesian
/// Optimization Performs Great in High Dimensions", ICML 2024, section 5), here by its mode.
/// </remarks>
internal sealed class Hyperparameters
{
    private const int First = 2;
    private const double NoiseDeviation = 2;
    private const double AmplitudeDeviation = 1;
    private const double WarpDeviation = 0.5;
    private static readonly double LengthDeviation = Math.Sqrt(3);

    private readonly int _features;
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <param name="map">The features.</param>
    /// <param name="parameters">How many parameters they are made of.</param>
    /// <param name="warpsInputs">Whether the numbers are warped.</param>
    /// <param name="logNoise">The mode of log σ², where losses have deviation 1.</param>
    public Hyperparameters(FeatureMap map, int parameters, bool warpsInputs, double logNoise = -6)
    {
        (_features, Warped) = (map.Count, warpsInputs ? map.Numbers : 0);
        _means = new double[First + _features + 2 * Warped];
        _deviations = new double[_means.Length];
        Lower = new double[_means.Length];
        Upper = new double[_means.Length];
        // ℓ has its mode at exp(√2 − 3) √D; twice that, as the points of a search stand in corners more than at random.
        // The weight is ℓ⁻².
        var logLength = Math.Sqrt(2) + 0.5 * PortableMath.Log(Math.Max(1, parameters)) - 3 + PortableMath.Log(2);
        Set(0, 1, 0, AmplitudeDeviation, -4, 4);
        Set(1, 1, logNoise, NoiseDeviation, -16, 0);
        Set(First, _features, -2 * logLength, 2 * LengthDeviation, -14, 9);
        Set(First + _features, 2 * Warped, 0, WarpDeviation, -1.5, 1.5);
    }

    /// <summary>Those of a space: its numbers are warped where none of them is a range.</summary>
    public static Hyperparameters For(FeatureMap map, SearchSpace space) => new(map, space.Count, warpsInputs: !SearchDomain.Of(space).HasRange);

    /// <summary>How many features are warped: all numbers, or none.</summary>
    public int Warped { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    /// <summary>The place where the priors are highest.</summary>
    public double[] Mode() => (double[])_means.Clone();

    public static double Amplitude(double[] theta) => PortableMath.Exp(theta[0]);

    public static double Noise(double[] theta) => PortableMath.Exp(theta[1]);

    public static int WeightIndex(int feature) => First + feature;

    public int LogAIndex(int number) => First + _features + number;

    public int LogBIndex(int number) => First + _features + Warped + number;

    /// <summary>−log of the priors up to a constant; its derivatives are added to <paramref name="gradient"/>.</summary>
    public double NegativeLogPrior(double[] theta, double[] gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < theta.Length; i++)
        {
            var z = (theta[i] - _means[i]) / _deviations[i];
            sum += 0.5 * z * z;
            gradient[i] += z / _deviations[i];
        }
        return sum;
    }

    private void Set(int start, int count, double mean, double deviation, double lower, double upper)
    {
        for (var i = start; i < start + count; i++)
            (_means[i], _deviations[i], Lower[i], Upper[i]) = (mean, deviation, lower, upper);
    }
}
