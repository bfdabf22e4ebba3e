namespace HyperSearch;

/// <summary>What a run had done at one moment.</summary>
/// <param name="Ended">How many trials this run has ended.</param>
/// <param name="Warnings">What the user should know of, in order.</param>
/// <param name="Best">The best complete trial, by the first goal, known to this process; null where there is none.</param>
/// <param name="Round">The round of the newest proposal; null where the strategy does not work in rounds.</param>
/// <param name="Elapsed">How long the run has taken.</param>
public sealed record RunProgress(int Ended, IReadOnlyList<string> Warnings, Trial? Best, int? Round, TimeSpan Elapsed)
{
    /// <summary>How many trials are in the front, as far as this process knows; null where the study has one goal.</summary>
    public int? FrontSize { get; init; }

    /// <summary>Trials a second in this process; null before the first has ended.</summary>
    public double? Rate => Ended > 0 ? Ended / Elapsed.TotalSeconds : null;
}
