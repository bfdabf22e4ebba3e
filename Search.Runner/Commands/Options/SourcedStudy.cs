namespace HyperSearch.Runner;

/// <summary>A study that is open for handing out trials.</summary>
/// <param name="Study">The study.</param>
/// <param name="Opened">It and its record.</param>
/// <param name="Options">Its budget, strategy, pruner and checkpoints.</param>
internal sealed record SourcedStudy(Study Study, OpenedStudy Opened, RunOptions Options)
{
    /// <summary>One whose command line may have said otherwise than it does.</summary>
    /// <param name="study">The study.</param>
    /// <param name="opened">It and its record.</param>
    /// <param name="trials">The total of trials that the command line says; null for that of whoever began the study, or last went on with a program's.</param>
    /// <param name="checkpoints">Where checkpoints lie as files; null where the record keeps them.</param>
    public static SourcedStudy Of(Study study, OpenedStudy opened, int? trials, string? checkpoints) => new(study, opened, new()
    {
        Budget = study.Budget with { Trials = trials ?? (study.Program is null ? null : study.Budget.Trials) ?? opened.Record.Study.PlannedTrials },
        Strategy = opened.Strategy,
        Pruner = opened.Pruner,
        Prune = opened.Pruner is not null,
        CheckpointFolder = checkpoints,
    });
}
