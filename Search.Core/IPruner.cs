namespace Search.Core;

/// <summary>Stops trials that are not worth their time.</summary>
public interface IPruner
{
    /// <summary>Whether a running trial should stop now.</summary>
    /// <param name="trial">The trial with all it has reported, the newest measurement last; there is at least one.</param>
    /// <param name="history">
    /// The study's other trials, the running ones with what they have reported so far, as far as this process knows.
    /// </param>
    /// <remarks>
    /// A pure function, asked after each report. An implementation keeps no state. It is called by several threads at once. It
    /// signals failure by throwing; the runner reports it.
    /// </remarks>
    bool ShouldStop(Trial trial, History history);
}
