namespace HyperSearch;

/// <summary>
/// A place in a search space: one code per parameter, in the space's order, NaN where the parameter is inactive.
/// </summary>
public readonly struct Point : IEquatable<Point>
{
    private readonly double[]? _codes;

    /// <summary>A point with a copy of these codes.</summary>
    public Point(ReadOnlySpan<double> codes) => _codes = codes.ToArray();

    public int Count => _codes?.Length ?? 0;

    public double this[int index] => _codes![index];

    public ReadOnlySpan<double> Codes => _codes;

    /// <summary>Whether the trial at this point reads the parameter at <paramref name="index"/>.</summary>
    public bool IsActive(int index) => !double.IsNaN(_codes![index]);

    /// <summary>Equal where all codes are equal; NaN equals NaN.</summary>
    public bool Equals(Point other) => Codes.SequenceEqual(other.Codes);

    public override bool Equals(object? obj) => obj is Point other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var code in Codes)
            hash.Add(code);
        return hash.ToHashCode();
    }

    public override string ToString() => $"({string.Join(", ", (_codes ?? []).Select(code => code.ToString("R")))})";

    public static bool operator ==(Point left, Point right) => left.Equals(right);

    public static bool operator !=(Point left, Point right) => !left.Equals(right);
}
