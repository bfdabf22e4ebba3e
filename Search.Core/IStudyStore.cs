namespace HyperSearch.Core;

/// <summary>Where studies are recorded.</summary>
/// <remarks>Safe for use by several threads, and, where it is a file or a server, by several processes.</remarks>
public interface IStudyStore : IAsyncDisposable
{
    /// <summary>The studies on record, by name.</summary>
    Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancel = default);

    /// <summary>The record of a study, for reading; null where there is none of that name.</summary>
    Task<IStudyRecord?> FindAsync(string name, CancellationToken cancel = default);

    /// <summary>
    /// The record of a study, made where there is none of that name yet. Whoever makes it has said what it learns from
    /// (<see cref="SearchProblem.Earlier"/>): for all others what is on record holds.
    /// </summary>
    /// <exception cref="StudyChangedException">What is on record differs in its space, goal, seed or options.</exception>
    /// <exception cref="StoreException">The study is new, and has a name that is none: <see cref="NameRule"/>.</exception>
    Task<IStudyRecord> OpenAsync(StudyDefinition study, CancellationToken cancel = default);

    /// <summary>
    /// The same, and from then on the study has the given space, where that has all that the recorded one has, and more: wider
    /// ranges, more options, parameters that no trial on record would have read. All trials on record stay.
    /// </summary>
    /// <remarks>
    /// Who opened the study before can finish the trials that it runs, but start none: a <see cref="StudyChangedException"/> says so.
    /// </remarks>
    /// <exception cref="StudyChangedException">What is on record differs otherwise.</exception>
    Task<IStudyRecord> WidenAsync(StudyDefinition study, CancellationToken cancel = default);
}

/// <summary>A study in a store, in a line.</summary>
/// <param name="Name">The study's name.</param>
/// <param name="Goal">What it looks for.</param>
/// <param name="Counts">How many trials stand where.</param>
/// <param name="Best">The value of the best complete trial; null where there is none.</param>
/// <param name="Created">When it was first opened.</param>
public sealed record StudySummary(string Name, Goal Goal, TrialCounts Counts, double? Best, DateTimeOffset Created)
{
    /// <inheritdoc cref="SearchProblem.FurtherGoals"/>
    public IReadOnlyList<Goal> FurtherGoals { get; init; } = [];
}
