namespace HyperSearch.Strategies;

/// <summary>What happened to a parameter's range from one round to the next.</summary>
internal enum NarrowingMove
{
    /// <summary>It stayed: nothing says that the parameter matters, or it is as narrow as it gets.</summary>
    Kept,

    /// <summary>It became smaller.</summary>
    Narrowed,

    /// <summary>It reaches beyond where it was, on one side at least.</summary>
    Widened,
}
