namespace HyperSearch;

/// <summary>A rule that ends a study before its budget is used up.</summary>
/// <remarks>
/// It is a function of the trials and the budget, so that all processes that work on a study, and a run that resumes it, come to the
/// same.
/// </remarks>
public abstract record Stop
{
    /// <summary>Why the study is to end, as a clause; null where it is to go on.</summary>
    /// <param name="history">The study's trials.</param>
    /// <param name="trials">The study's total of trials; null where it has no end.</param>
    public abstract string? ReasonOf(History history, int? trials);

    /// <summary>See <see cref="StopWhenFlat"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Stop WhenFlat(int trials, double tolerance = 0) => new StopWhenFlat(trials, tolerance);
}
