using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The contents of artifacts as rows of a database, in pieces.</summary>
/// <param name="database">Which.</param>
/// <param name="queue">Writes to it.</param>
internal sealed class ArtifactPieces(ISqlDatabase database, WriteQueue queue) : IArtifactContents
{
    private const int PieceSize = 1 << 20;

    // Rows are written, and contents removed, one after the other.
    private const long Lock = 0x48595054;

    public ArtifactDraft Write(Action<Stream> write)
    {
        var file = TemporaryFileOfThisMachine();
        return ArtifactDraft.Write(file, file, write);
    }

    // A piece a transaction: others write in between.
    public async Task StageAsync(ArtifactDraft draft)
    {
        draft.File.Position = 0;
        var bytes = new byte[PieceSize];
        for (var number = 0; await draft.File.ReadAtLeastAsync(bytes, PieceSize, throwOnEndOfStream: false) is > 0 and var read; number++)
        {
            var row = new { content = draft.Sha256, number, bytes = bytes[..read] };
            await queue.RunAsync(connection => connection.Execute(
                "INSERT INTO artifact_pieces (content, number, bytes) VALUES (@content, @number, @bytes) ON CONFLICT (content, number) DO NOTHING", row));
        }
    }

    public bool Commit(DbConnection connection, ArtifactDraft draft)
    {
        connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
        return connection.ExecuteScalar<long>("SELECT COALESCE(SUM(length(bytes)), 0) FROM artifact_pieces WHERE content = @Sha256", new { draft.Sha256 }) == draft.Size;
    }

    public void RemoveUnused(DbConnection connection, IEnumerable<string> contents)
    {
        connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
        foreach (var content in contents)
            connection.Execute("DELETE FROM artifact_pieces p WHERE p.content = @content AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.content = p.content)", new { content });
    }

    public Stream Open(TrialArtifact artifact)
    {
        var file = TemporaryFileOfThisMachine();
        var number = 0;
        while (database.Read(connection => connection.ExecuteScalar<byte[]?>(
            "SELECT bytes FROM artifact_pieces WHERE content = @Sha256 AND number = @number", new { artifact.Sha256, number })) is { } bytes)
        {
            file.Write(bytes);
            number++;
        }
        file.Position = 0;
        if (file.Length == artifact.Size && Convert.ToHexStringLower(SHA256.HashData(file)) == artifact.Sha256)
        {
            file.Position = 0;
            return file;
        }
        file.Dispose();
        throw new StoreException($"The content of '{artifact.Name}' of trial {artifact.Trial} is gone from {database}, or is not what was written.");
    }

    // It goes when it is closed.
    public static FileStream TemporaryFileOfThisMachine() => new(
        Path.Combine(Path.GetTempPath(), $"hypersearch-{Guid.NewGuid():N}.artifact"),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
}
