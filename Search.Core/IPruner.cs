namespace HyperSearch;

/// <summary>Stops trials that are not worth their time.</summary>
public interface IPruner
{
    /// <summary>Whether a running trial should stop now.</summary>
    /// <param name="trial">The trial with all it has reported, the newest measurement last; there is at least one.</param>
    /// <param name="history">
    /// The study's other trials, the running ones with what they have reported so far, as far as this process knows.
    /// </param>
    /// <remarks>
    /// A pure function, asked after each report, and about the last one of a trial that is taken up again. An implementation keeps nothing
    /// but what it could compute again. It is called by several threads at once, also about several studies. It signals failure by
    /// throwing; the runner reports it.
    /// </remarks>
    bool ShouldStop(Trial trial, History history);
}

/// <summary>A pruner that takes up again what it stopped too early.</summary>
/// <remarks>
/// The checkpoint of a trial that it stops is kept (<see cref="ITrial.SaveCheckpoint(int, Action{Stream})"/>). Each time a
/// worker is free, the first promotable trial that left one goes on from there, before a new trial is proposed.
/// </remarks>
public interface IPromotingPruner : IPruner
{
    /// <summary>The pruned trials that would not be stopped as things stand now, the most worthwhile first.</summary>
    /// <param name="history">The study's trials, the running ones with what they have reported so far, as far as this process knows.</param>
    /// <remarks>A pure function; what <see cref="IPruner.ShouldStop"/> says of an implementation holds here.</remarks>
    IEnumerable<Trial> Promotable(History history);
}
