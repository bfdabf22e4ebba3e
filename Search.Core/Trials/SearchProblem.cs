namespace HyperSearch;

/// <summary>What a search is for: all that a strategy may know of its study besides the trials.</summary>
/// <param name="Space">The parameters.</param>
/// <param name="Goal">What is looked for.</param>
/// <param name="Seed">The seed of all that is drawn by chance.</param>
public record SearchProblem(SearchSpace Space, Goal Goal, ulong Seed)
{
    /// <summary>What is looked for besides; none where there is one goal.</summary>
    public IReadOnlyList<Goal> FurtherGoals { get; init; } = [];

    /// <summary>All goals, the first one being <see cref="Goal"/>.</summary>
    public IReadOnlyList<Goal> Goals => [Goal, .. FurtherGoals];

    /// <summary>What trials must keep to; none where all that counts are the goals.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>Whether one goal is all that counts.</summary>
    public bool HasOneLoss => FurtherGoals.Count == 0 && Constraints.Count == 0;

    /// <summary>What the study learns from, fixed when it was created; none where it begins from nothing.</summary>
    public IReadOnlyList<EarlierStudy> Earlier { get; init; } = [];
}
