using System.Collections.Concurrent;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Studies in this process's memory, gone when it ends: for tests, and for searches that need no record.</summary>
public sealed class MemoryStudyStore : IStudyStore
{
    private readonly Lock _widening = new();
    private readonly ConcurrentDictionary<string, MemoryStudyRecord> _records = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancel = default)
    {
        var summaries = new List<StudySummary>();
        foreach (var (name, record) in _records.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var trials = await record.ReadAsync(cancel);
            var best = new TrialRanking(record.Study.Goal).Best(trials);
            summaries.Add(new(name, record.Study.Goal, TrialCounts.Of(trials), best?.Value, record.Created) { FurtherGoals = record.Study.FurtherGoals });
        }
        return summaries;
    }

    public Task<IStudyRecord?> FindAsync(string name, CancellationToken cancel = default) =>
        Task.FromResult<IStudyRecord?>(_records.GetValueOrDefault(name));

    public Task<IStudyRecord> OpenAsync(StudyDefinition study, CancellationToken cancel = default) =>
        OpenAsync(RecordOf(study), study, cancel);

    public async Task<IStudyRecord> WidenAsync(StudyDefinition study, CancellationToken cancel = default)
    {
        lock (_widening)
        {
            var record = RecordOf(study);
            if (record.Study.DifferencesTo(study).Count > 0)
                _records[study.Name] = record.Widen(study);
        }
        return await OpenAsync(study, cancel);
    }

    private MemoryStudyRecord RecordOf(StudyDefinition study) => study.ObjectionToNames() is { } objection
        ? throw new StoreException(objection)
        : _records.GetOrAdd(study.Name, _ => new(study));

    private static async Task<IStudyRecord> OpenAsync(MemoryStudyRecord record, StudyDefinition study, CancellationToken cancel)
    {
        var differences = record.Study.DifferencesTo(study);
        return differences.Count == 0
            ? record.WithOptionsOf(study)
            : throw new StudyChangedException(study.Name, differences, record.Study.ObjectionsToWidening(study, await record.ReadAsync(cancel)) is []);
    }

    public ValueTask DisposeAsync() => default;
}
