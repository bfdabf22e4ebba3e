namespace HyperSearch;

/// <summary>What a study takes from one that was before it: where that one's trials were, and how they came out.</summary>
/// <param name="Name">The name that it had in its store.</param>
/// <param name="Results">How many of its results were read: later ones are not in here.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="Trials">Its finished trials, in the order of their results.</param>
public sealed record EarlierStudy(string Name, int Results, IReadOnlyList<ParameterDefinition> Parameters, IReadOnlyList<EarlierTrial> Trials)
{
    /// <summary>What it looked for; null where that is not known.</summary>
    public Goal? Goal { get; init; }

    /// <summary>The value of its best complete trial among those results; null where that is not known.</summary>
    public double? Best { get; init; }

    /// <summary>
    /// Whether it is no study but settings to begin with, in the order in which to try them: losses tell that order, and nothing else is to
    /// be learnt from them.
    /// </summary>
    public bool IsPortfolio { get; init; }

    /// <summary>
    /// Which parameters of a space it knows: those of the same name, kind and scale. Ranges and options may be others; a trial that lies
    /// outside of the space says nothing there.
    /// </summary>
    /// <returns>Their indices in the space, rising.</returns>
    public IReadOnlyList<int> SharedWith(SearchSpace space) =>
        [.. Enumerable.Range(0, space.Count).Where(i => Parameters.Any(parameter => IsShared(parameter, space[i].Definition)))];

    private static bool IsShared(ParameterDefinition one, ParameterDefinition other) =>
        one.Name == other.Name && one.Kind == other.Kind && one.Scale == other.Scale;
}

/// <summary>A trial of an earlier study.</summary>
/// <param name="Values">The values of the parameters that were active, as recorded.</param>
/// <param name="Loss">How it came out, lower is better. What a pruned or failed trial is worth has been decided.</param>
public sealed record EarlierTrial(IReadOnlyList<KeyValuePair<string, ParameterValue>> Values, double Loss);
