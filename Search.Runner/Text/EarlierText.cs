namespace HyperSearch.Runner;

/// <summary>Earlier studies in words.</summary>
internal static class EarlierText
{
    /// <summary>The studies in a line: names, and how many results each had.</summary>
    public static string Of(IReadOnlyList<EarlierStudy> earlier) => earlier.Count == 0
        ? "nothing"
        : string.Join(", ", earlier.Select(study => $"{SafeText.Line(study.Name)} ({ResultsOf(study)})"));

    /// <summary>How many results one had, and how many were taken.</summary>
    public static string ResultsOf(EarlierStudy study) => study.IsPortfolio ? $"{study.Trials.Count} setting{(study.Trials.Count == 1 ? "" : "s")}" :
        $"{study.Trials.Count}{(study.Trials.Count == study.Results ? "" : $" of {study.Results}")} result{(study.Results == 1 ? "" : "s")}";
}
