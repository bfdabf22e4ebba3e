using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study and the store that a program has opened for it.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly IStudyStore _store;

    private OpenedStore(IStudyStore store, string name, OpenedStudy study, RunOptions options, IReadOnlyList<string> warnings) =>
        (_store, Name, Study, Options, Warnings) = (store, name, study, options, warnings);

    /// <summary>The store's name, without a password.</summary>
    public string Name { get; }

    public OpenedStudy Study { get; }

    /// <summary>The options, with what follows from the store.</summary>
    public RunOptions Options { get; }

    public IReadOnlyList<string> Warnings { get; }

    /// <param name="study">The study.</param>
    /// <param name="store">The store's name; null for memory.</param>
    /// <param name="options">What the program wants.</param>
    /// <param name="cancel">Gives it up.</param>
    public static async Task<OpenedStore> OpenAsync(Study study, string? store, RunOptions options, CancellationToken cancel)
    {
        var location = store is null ? null : new StoreLocation(store);
        var opened = location?.Open() ?? (IStudyStore)new MemoryStudyStore();
        try
        {
            var warnings = new List<string>();
            if (location?.Warning is { } warning)
                warnings.Add(warning);
            var known = await opened.FindAsync(study.Name, cancel);
            foreach (var option in study.Options)
                option.Value = known?.Study.Options.GetValueOrDefault(option.Name) ?? option.Value;
            var space = await StudyCode.TraceAsync(study, TextWriter.Null, cancel);
            var opening = new StudyOpening(study, opened, TextWriter.Null, warnings.Add)
            {
                PlannedTrials = (options.Budget ?? study.Budget).Trials,
                Pruner = options.Prune ? options.Pruner ?? study.Pruner : null,
                AllowWidening = options.AllowWidening,
                LearnFrom = options.LearnFrom,
            };
            var strategy = options.Strategy ?? study.Strategy ?? new AutoSearch();
            return new(opened, location?.ToString() ?? "memory", await opening.OpenAsync(space, strategy, known, cancel),
                options with { Strategy = strategy, CheckpointFolder = options.CheckpointFolder ?? location?.CheckpointFolder }, warnings);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
