using System.Globalization;

namespace HyperSearch;

/// <summary>How high numbers are and how far they lie apart, such as the accuracies from several seeds; printed as <c>0.912 ± 0.004</c>.</summary>
/// <param name="Mean">NaN where there are no numbers.</param>
/// <param name="Deviation">The standard deviation, √(Σ (x − mean)² / (n − 1)); NaN where there are fewer than two numbers.</param>
/// <param name="Count">How many numbers.</param>
public sealed record MeanAndSpread(double Mean, double Deviation, int Count)
{
    public static MeanAndSpread Of(IEnumerable<double> values)
    {
        double[] numbers = [.. values];
        if (numbers.Length == 0)
            return new(double.NaN, double.NaN, 0);
        double mean = numbers.Average(), squares = numbers.Sum(value => (value - mean) * (value - mean));
        return new(mean, numbers.Length == 1 ? double.NaN : Math.Sqrt(squares / (numbers.Length - 1)), numbers.Length);
    }

    /// <summary>How far the mean is likely to be off, deviation / √n; NaN where there are fewer than two numbers.</summary>
    public double StandardError => Deviation / Math.Sqrt(Count);

    /// <summary>Whether this mean is above another by more than two standard errors of their difference, √(a² + b²).</summary>
    /// <remarks>A rule of thumb: numbers from one normal distribution come to that by chance in 6 of 100 cases with three numbers on
    /// each side, in 4 with five.</remarks>
    public bool IsAbove(MeanAndSpread other) =>
        Mean - other.Mean > 2 * Math.Sqrt(StandardError * StandardError + other.StandardError * other.StandardError);

    /// <summary>The mean, and the deviation where there is one, with three digits after the point.</summary>
    public override string ToString()
    {
        var mean = Mean.ToString("0.000", CultureInfo.InvariantCulture);
        return double.IsNaN(Deviation) ? mean : $"{mean} ± {Deviation.ToString("0.000", CultureInfo.InvariantCulture)}";
    }
}
