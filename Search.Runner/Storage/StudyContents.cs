using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study with what is on record of its trials, on its way to or from a file of another kind.</summary>
/// <param name="Study">The study.</param>
/// <param name="Trials">Its trials, by number, in the study's space. Those that are finished have their places in the finishing order.</param>
internal sealed record StudyContents(StudyDefinition Study, IReadOnlyList<Trial> Trials)
{
    /// <summary>By trial and name, the number of the whole trial before those of its steps.</summary>
    public IReadOnlyList<TrialMetric> Metrics { get; init; } = [];

    /// <summary>By trial, in order.</summary>
    public IReadOnlyList<TrialNote> Notes { get; init; } = [];

    /// <summary>Reads all of a study.</summary>
    public static async Task<StudyContents> ReadAsync(IStudyRecord record, CancellationToken cancel = default) =>
        new(record.Study, await record.ReadAsync(cancel)) { Metrics = await record.ReadMetricsAsync(cancel), Notes = await record.ReadNotesAsync(cancel) };
}
