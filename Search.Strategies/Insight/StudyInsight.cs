using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>What a study's parameters mean for its score, as far as its trials tell.</summary>
/// <param name="Method">How the importance was found.</param>
/// <param name="Trials">Of how many trials.</param>
public sealed record StudyInsight(ImportanceMethod Method, int Trials)
{
    /// <summary>How much each parameter matters, the most important first; they sum to 1. Empty where the trials say nothing of it.</summary>
    public IReadOnlyList<ParameterImportance> Importance { get; init; } = [];

    /// <summary>What pairs of parameters do together beyond what each does alone, the most first: only of <see cref="ImportanceMethod.Fanova"/>.</summary>
    public IReadOnlyList<PairImportance> Pairs { get; init; } = [];

    /// <summary>What tuning brought over the default: each parameter alone, the most first, and last all of them together.</summary>
    public IReadOnlyList<TuningGain> Tunability { get; init; } = [];

    /// <summary>The way from the default to the best trial: first the default itself, then a change a row, that which brings most first.</summary>
    public IReadOnlyList<AblationStep> Ablation { get; init; } = [];

    /// <summary>The same in plain sentences.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>What the finished trials of a study say of its parameters. The same trials give the same bits on every machine.</summary>
    /// <param name="problem">The study's space, goal and seed.</param>
    /// <param name="trials">Its trials, in any order; those that are not finished say nothing.</param>
    /// <param name="options">What is asked for; null for all of it, with conditional PED-ANOVA.</param>
    /// <exception cref="SpaceException">The default names an unknown parameter, or a value that its parameter cannot take.</exception>
    public static StudyInsight Of(SearchProblem problem, IReadOnlyList<Trial> trials, InsightOptions? options = null) =>
        InsightMaker.Make(problem, trials, options ?? new InsightOptions());
}
