using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study that is known by its record alone: without an objective, and with all parameters in every trial.</summary>
/// <param name="recorded">What is on record.</param>
internal sealed class StudyOfRecord(StudyDefinition recorded) : Study(recorded.Name)
{
    /// <summary>The study of a record: that of its program, or else what is known without its code.</summary>
    /// <exception cref="StudyException">Its program is damaged, or of a newer version.</exception>
    public static Study Of(StudyDefinition recorded) => recorded.Program is not null ? ProgramDefinition.Of(recorded).ToStudy() : new StudyOfRecord(recorded)
    {
        Goals = recorded.Goals,
        Constraints = recorded.Constraints,
        Seed = recorded.Seed,
        Budget = new(recorded.PlannedTrials),
        Options = [.. recorded.Options.Select(option => new StudyOption(option.Key, "", option.Value))],
    };

    public override SearchSpace TraceSpace() => recorded.Space;

    public override bool HasObjective => false;

    public override bool HasConclusion => false;

    public override double Run(ITrial trial, CancellationToken cancel) => throw new InvalidOperationException($"Study '{Name}' has no objective.");

    public override string Conclude(SearchSpace space, IEnumerable<Trial> trials, IEnumerable<TrialMetric>? metrics = null) => "";
}
