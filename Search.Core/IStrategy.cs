namespace HyperSearch;

/// <summary>Proposes where the next trial should be.</summary>
public interface IStrategy
{
    /// <summary>The next proposal, or null where there is nothing left to propose.</summary>
    /// <param name="history">The study and its trials so far.</param>
    /// <param name="random">The random numbers of this trial. They are the only ones to use.</param>
    /// <remarks>
    /// A pure function: the same history and stream give the same proposal, in any process. An implementation keeps no
    /// state but caches that change nothing but the time. It is called by one thread at a time. It signals failure by
    /// throwing; the runner reports it. A proposal that the study rejects (<see cref="SearchSpace.RejectionOf"/>) is asked for again,
    /// with the stream as it was left.
    /// </remarks>
    Proposal? Propose(History history, ref RandomStream random);

    /// <summary>Whether it makes use of <see cref="SearchProblem.Earlier"/>; where it does not, a study takes nothing from earlier ones.</summary>
    bool LearnsFromEarlierStudies => false;

    /// <summary>
    /// Whether it may propose a point again on purpose. Where it does not, a space with a few points only is taken through: a point that
    /// was tried is drawn again, and the study ends when all were.
    /// </summary>
    bool RepeatsPoints => false;
}
