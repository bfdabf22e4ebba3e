namespace HyperSearch;

/// <summary>A limit on a number that trials record, known only when a trial has ended. One that misses it is kept, and is never the best.</summary>
public sealed record Constraint
{
    private Constraint(string metric, double bound, bool isAtMost) => (Metric, Bound, IsAtMost) = (metric, bound, isAtMost);

    /// <summary>The name under which trials record the number: see <see cref="ITrial.Record"/>. It may be that of a goal.</summary>
    public string Metric { get; }

    /// <summary>Finite, and itself allowed.</summary>
    public double Bound { get; }

    public bool IsAtMost { get; }

    /// <exception cref="ArgumentOutOfRangeException">The bound is not finite.</exception>
    public static Constraint AtMost(string metric, double bound) => new(metric, Finite(bound), isAtMost: true);

    /// <exception cref="ArgumentOutOfRangeException">The bound is not finite.</exception>
    public static Constraint AtLeast(string metric, double bound) => new(metric, Finite(bound), isAtMost: false);

    /// <summary>By how much a value misses the bound, in the metric's unit; 0 or below where it does not.</summary>
    public double Excess(double value) => IsAtMost ? value - Bound : Bound - value;

    /// <summary>Whether a trial that misses the constraints of a study by so much misses none of them: see <see cref="Trial.Excesses"/>.</summary>
    internal static bool AreMet(IReadOnlyList<double> excesses)
    {
        for (var i = 0; i < excesses.Count; i++)
        {
            if (excesses[i] > 0)
                return false;
        }
        return true;
    }

    public override string ToString() => $"{Metric} {(IsAtMost ? "at most" : "at least")} {Bound.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";

    private static double Finite(double bound) => double.IsFinite(bound)
        ? bound
        : throw new ArgumentOutOfRangeException(nameof(bound), bound, $"A bound must be finite, but it is {bound}.");
}
