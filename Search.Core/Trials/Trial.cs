using HyperSearch.Core;

namespace HyperSearch;

/// <summary>One trial as the record has it.</summary>
/// <param name="Number">Its number within the study, from 0, in the order of proposal.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Point">Its place in the study's space.</param>
public sealed record Trial(int Number, TrialState State, Point Point)
{
    /// <summary>
    /// The values on record, in the order of the space, where <see cref="Point"/> gives them with fewer digits, which it may do
    /// after the space was widened; else null. See <see cref="ValuesIn"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, ParameterValue>>? Values { get; init; }

    /// <summary>The objective's value, finite; null until the trial is complete, or if it failed.</summary>
    public double? Value { get; init; }

    /// <summary>The values of the study's goals after the first, in their order; empty where there are none, or it has not all of them.</summary>
    public IReadOnlyList<double> FurtherValues { get; init; } = [];

    /// <summary>By how much it misses each of the study's constraints, in their order: see <see cref="Constraint.Excess"/>; empty where there are none, or it has not all of the numbers.</summary>
    public IReadOnlyList<double> Excesses { get; init; } = [];

    /// <summary>Whether it misses none of the study's constraints, as far as is known.</summary>
    public bool IsFeasible => Constraint.AreMet(Excesses);

    /// <summary>The number of the trial that it repeats: at the same point, with another seed; null where it repeats none.</summary>
    public int? ReplicateOf { get; init; }

    /// <summary>What it reported so far, by rising step.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>How many results were visible when it was proposed; null where no strategy proposed it.</summary>
    public int? Observed { get; init; }

    /// <summary>The place, from 0, in which its result arrived among the study's results; null until it is finished.</summary>
    public int? FinishOrder { get; init; }

    /// <summary>
    /// What it came to before it was promoted or requeued, with what it had reported by then, and with what it came to before
    /// that; null where it was neither.
    /// </summary>
    public Trial? PreviousResult { get; init; }

    /// <summary>How often it was started.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What its strategy said of the proposal.</summary>
    public string? Note { get; init; }

    /// <summary>Why it failed: the message first, then the stack.</summary>
    public string? Error { get; init; }

    /// <summary>When its last attempt started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>How long its last attempt took.</summary>
    public TimeSpan? Duration => Finished - Started;

    /// <summary>The step at which it was pruned before: what it had reported up to there stays as it was. Null where it was not.</summary>
    public int? PromotedAt => PreviousResult?.Results.FirstOrDefault(result => result.State == TrialState.Pruned)?.Measurements is [.., var last] ? last.Step : null;

    /// <summary>All that it came to, the newest first: more than one result where it was promoted or requeued.</summary>
    public IEnumerable<Trial> Results
    {
        get
        {
            for (var trial = IsFinished ? this : PreviousResult; trial is not null; trial = trial.PreviousResult)
                yield return trial;
        }
    }

    /// <summary>The values of the active parameters as they are on record.</summary>
    /// <param name="space">The space that <see cref="Point"/> is a place of.</param>
    public IEnumerable<KeyValuePair<string, ParameterValue>> ValuesIn(SearchSpace space) => Values ?? space.ValuesOf(Point);

    /// <summary>Answers a settings function with the trial's values.</summary>
    /// <param name="space">The space that <see cref="Point"/> is a place of.</param>
    public PointReader ReaderIn(SearchSpace space) => new(space, Point.Codes, Values);

    /// <summary>Whether the trial has a result: it is over, unless it is promoted or requeued.</summary>
    public bool IsFinished => State is TrialState.Complete or TrialState.Pruned or TrialState.Failed;
}
