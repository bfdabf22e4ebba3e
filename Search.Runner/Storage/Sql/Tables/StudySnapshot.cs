namespace HyperSearch.Runner;

/// <summary>How far a study is.</summary>
/// <param name="Now">The present, by the database's clock.</param>
/// <param name="Count">How many trials there are, which is the number of the next one.</param>
/// <param name="Results">How many results there are.</param>
/// <param name="FirstWaiting">The lowest number of a trial that waits; null where none does.</param>
/// <param name="Version">See <see cref="StudyRow.Version"/>; null where the study was deleted.</param>
internal readonly record struct StudySnapshot(string Now, int Count, int Results, int? FirstWaiting, string? Version);
