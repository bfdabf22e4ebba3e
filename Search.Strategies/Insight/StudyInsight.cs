namespace HyperSearch;

/// <summary>What a study's parameters mean for its score, as far as its trials tell.</summary>
/// <param name="Method">How the importance was found.</param>
/// <param name="Trials">Of how many trials.</param>
public sealed record StudyInsight(ImportanceMethod Method, int Trials)
{
    /// <summary>How much each parameter matters, the most important first; they sum to 1.</summary>
    public IReadOnlyList<ParameterImportance> Importance { get; init; } = [];

    /// <summary>What pairs of parameters do together beyond what each does alone, the most first: only of <see cref="ImportanceMethod.Fanova"/>.</summary>
    public IReadOnlyList<PairImportance> Pairs { get; init; } = [];

    /// <summary>What tuning brought over the default: each parameter alone, the most first, and last all of them together.</summary>
    public IReadOnlyList<TuningGain> Tunability { get; init; } = [];

    /// <summary>The way from the default to the best trial: first the default itself, then a change a row, that which brings most first.</summary>
    public IReadOnlyList<AblationStep> Ablation { get; init; } = [];

    /// <summary>The same in plain sentences.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];
}

/// <summary>How the importance of parameters is found.</summary>
public enum ImportanceMethod
{
    /// <summary>By how much the best trials are elsewhere than the others: conditional PED-ANOVA.</summary>
    PedAnova,

    /// <summary>By the variance that a forest explains with each: functional ANOVA.</summary>
    Fanova,
}

/// <summary>How much a parameter matters.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Importance">Its share, 0 to 1.</param>
/// <param name="Low">The lower end of an interval that has 9 in 10 chances.</param>
/// <param name="High">The upper end.</param>
public sealed record ParameterImportance(string Parameter, double Importance, double Low, double High);

/// <summary>What two parameters do together.</summary>
/// <param name="First">One of them.</param>
/// <param name="Second">The other.</param>
/// <param name="Importance">Their share of the variance beyond what each has alone.</param>
public sealed record PairImportance(string First, string Second, double Importance);

/// <summary>What tuning brought over the default, in the unit of the metric: positive is better, whatever the goal's direction.</summary>
/// <param name="Parameter">The parameter that was tuned while the others kept their defaults; null for all together.</param>
/// <param name="Gain">What the model expects it to bring.</param>
/// <param name="Low">The lower end of an interval that has 9 in 10 chances.</param>
/// <param name="High">The upper end.</param>
public sealed record TuningGain(string? Parameter, double Gain, double Low, double High);

/// <summary>A change on the way from the default to the best trial.</summary>
/// <param name="Parameter">What changes; null for the default itself.</param>
/// <param name="From">Its value before; null where it was not active.</param>
/// <param name="To">Its value after; null where it is not active.</param>
/// <param name="Value">The score that the model expects after the change.</param>
public sealed record AblationStep(string? Parameter, ParameterValue? From, ParameterValue? To, double Value);
