namespace HyperSearch.Runner;

/// <summary>How a trial is drawn: by its state, and the best ones apart. Later kinds are drawn over earlier ones.</summary>
internal enum TrialMark
{
    Pruned,
    Complete,
    Failed,
    Best,
}
