namespace HyperSearch.Runner;

/// <summary>The pictures of a study.</summary>
internal enum PlotKind
{
    /// <summary>Scores in the order in which trials finished, with the best so far.</summary>
    History,

    /// <summary>Learning curves: the best in colours before all others.</summary>
    Curves,

    /// <summary>Scores over each parameter.</summary>
    Slice,

    /// <summary>How much each parameter matters.</summary>
    Importance,
}
