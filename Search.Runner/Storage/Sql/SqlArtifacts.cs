using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The artifacts of all studies of a store: rows that say whose they are, and the contents that these name.</summary>
internal sealed class SqlArtifacts(ISqlDatabase database, WriteQueue queue)
{
    private const int MostTries = 3;

    private readonly IArtifactContents _contents = database.OpenContents(queue);

    /// <inheritdoc cref="IStudyRecord.SaveArtifactAsync"/>
    public async Task<bool> SaveAsync(long study, Trial trial, string name, Action<Stream> write, long worker)
    {
        using var draft = WriteDraft(write);
        var artifact = new TrialArtifact(trial.Number, name, draft.Size, draft.Sha256);
        // Another trial that drops the same content may be faster.
        for (var tries = 1; tries <= MostTries; tries++)
        {
            await _contents.StageAsync(draft);
            var (isThere, isHeld, replaced) = await ExplainAsync(queue.RunAsync(connection => _contents.Commit(connection, draft)
                ? (true, ArtifactTable.Insert(connection, study, trial, artifact, worker, out var before), before)
                : (false, false, null)));
            if (!isThere)
                continue;
            await RemoveUnusedAsync(!isHeld ? [draft.Sha256] : replaced is null ? [] : [replaced]);
            return isHeld;
        }
        throw new StoreException($"The content of '{name}' of trial {trial.Number} was removed while it was written, {MostTries} times.");
    }

    /// <summary>The artifacts of a study's trials, by trial and name.</summary>
    /// <param name="study">The study's id.</param>
    /// <param name="set">Of which trials; null for all.</param>
    public IReadOnlyList<TrialArtifact> Read(long study, TrialSet? set = null) => database.Read(connection => ArtifactTable.Read(connection, study, set));

    /// <inheritdoc cref="IArtifactContents.Open"/>
    public Stream Open(TrialArtifact artifact) => _contents.Open(artifact);

    /// <inheritdoc cref="IStudyRecord.KeepArtifactsOfBestAsync"/>
    public async Task KeepBestAsync(long study, int count, IReadOnlyList<Goal> goals) => await RemoveUnusedAsync(await queue.RunAsync(connection =>
        goals is [var goal] ? ArtifactTable.KeepBest(connection, study, count, goal.IsMaximize) : ArtifactTable.KeepFront(connection, study, count, goals)));

    /// <summary>Removes contents that no row names any more, after the transaction that removed the rows.</summary>
    public async Task RemoveUnusedAsync(IReadOnlyCollection<string> contents)
    {
        if (contents.Count == 0)
            return;
        await queue.RunAsync(connection =>
        {
            _contents.RemoveUnused(connection, contents);
            return true;
        });
    }

    /// <summary>Brings the contents of a study to another store, before the rows that name them.</summary>
    public async Task CopyAsync(long study, SqlArtifacts to)
    {
        foreach (var artifact in Read(study).DistinctBy(artifact => artifact.Sha256))
        {
            await using var content = Open(artifact);
            using var draft = to.WriteDraft(content.CopyTo);
            await to._contents.StageAsync(draft);
            await to.CommitAsync(draft);
        }
    }

    private Task<bool> CommitAsync(ArtifactDraft draft) => queue.RunAsync(connection => _contents.Commit(connection, draft));

    private ArtifactDraft WriteDraft(Action<Stream> write)
    {
        try
        {
            return _contents.Write(write);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw NotWritten(exception);
        }
    }

    private static async Task<T> ExplainAsync<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw NotWritten(exception);
        }
    }

    private static StoreException NotWritten(Exception cause) => new($"An artifact cannot be written: {cause.Message}", cause);
}
