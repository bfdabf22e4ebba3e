namespace HyperSearch.Strategies;

/// <summary>The pruners by their names on the command line (<c>--pruner</c>): those that need nothing but a name.</summary>
public static class PrunerNames
{
    // The budget of Li et al.'s own example (JMLR 18, 2018, section 3), and what is usual for early stopping.
    private const int HyperbandSteps = 81, PatienceSteps = 10;

    /// <summary>
    /// A new instance each time; null for none. <c>hyperband</c> is for trials of 81 steps, <c>patience</c> waits for 10 of them: a study's
    /// code can say otherwise.
    /// </summary>
    public static NamedChoices<IPruner?> All { get; } = new(
        "pruner",
        ("successive-halving", () => new SuccessiveHalvingPruner()),
        ("freeze-thaw", () => new FreezeThawPruner()),
        ("median", () => new MedianPruner()),
        ("hyperband", () => new HyperbandPruner(HyperbandSteps)),
        ("patience", () => new PatiencePruner(PatienceSteps)),
        ("none", () => null));
}
