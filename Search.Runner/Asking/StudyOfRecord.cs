using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study that is known by its record alone: without an objective, and with all parameters in every trial.</summary>
/// <param name="recorded">What is on record.</param>
internal sealed class StudyOfRecord(StudyDefinition recorded) : Study(recorded.Name)
{
    public override SearchSpace TraceSpace() => recorded.Space;

    public override bool HasObjective => false;

    public override bool HasConclusion => false;

    public override double Run(ITrial trial, CancellationToken cancel) => throw new InvalidOperationException($"Study '{Name}' has no objective.");

    public override string Conclude(SearchSpace space, IEnumerable<Trial> trials, IEnumerable<TrialMetric>? metrics = null) => "";
}
