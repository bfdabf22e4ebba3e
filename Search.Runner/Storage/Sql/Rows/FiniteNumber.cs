namespace HyperSearch.Runner;

internal static class FiniteNumber
{
    /// <summary>A number on record, which is finite.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static double Require(double value) => double.IsFinite(value) ? value : throw new FormatException($"A value must be finite, but there is {value}.");
}
