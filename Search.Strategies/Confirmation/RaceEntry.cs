namespace HyperSearch;

/// <summary>Where a finalist stands.</summary>
/// <param name="Finalist">The finalist.</param>
/// <param name="Runs">How many of its runs came to a value.</param>
/// <param name="Failures">How many failed.</param>
public sealed record RaceEntry(Finalist Finalist, int Runs, int Failures)
{
    /// <summary>The plain average of its runs; NaN where there is none.</summary>
    public double Average { get; init; } = double.NaN;

    /// <summary>Where its true mean is expected, which is nearer to the others' than the average is, the more so the fewer its runs; NaN before the first.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>The true mean lies from here with 9 chances in 10.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>The true mean lies up to here with 9 chances in 10.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>How likely its true mean is the best of all finalists'.</summary>
    public double ProbabilityOfBest { get; init; }

    /// <summary>How many deviations its true mean is from the winner's, as far as is known.</summary>
    internal double Separation { get; init; }

    /// <summary>Whether it has failed twice or more, and more often than not: it runs no more, and is never the best.</summary>
    public bool IsOut => Failures >= 2 && Failures > Runs;
}
