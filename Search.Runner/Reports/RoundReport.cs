namespace HyperSearch.Runner;

/// <summary>One round.</summary>
/// <param name="Round">Where it looked, and why.</param>
/// <param name="Declared">The ranges of the study at that time.</param>
/// <param name="Trials">How many trials it has.</param>
/// <param name="Best">Its best complete trial; null where there is none.</param>
internal sealed record RoundReport(SearchRound Round, IReadOnlyList<ParameterDefinition> Declared, int Trials, Trial? Best);
