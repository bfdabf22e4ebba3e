using System.Data.Common;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The contents of artifacts in a folder beside a store's file: see <see cref="MarkedFolder"/>.</summary>
internal sealed partial class ArtifactFiles(string folder) : IArtifactContents
{
    private const string Extension = ".artifact";

    private bool _isCleaned;

    /// <summary>The files in which contents lie.</summary>
    public IEnumerable<string> Files => MarkedFolder.IsOwn(folder) ? Directory.EnumerateFiles(folder).Where(file => HasArtifactName(file) && !MarkedFolder.IsLink(file)) : [];

    public ArtifactDraft Write(Action<Stream> write)
    {
        MarkedFolder.Create(folder);
        if (!_isCleaned)
            TemporaryFile.RemoveLeftovers(folder);
        _isCleaned = true;
        var file = new TemporaryFile(Path.Combine(folder, "artifact"));
        return ArtifactDraft.Write((FileStream)file.Stream, file, write);
    }

    // It lies in the folder already.
    public Task StageAsync(ArtifactDraft draft) => Task.CompletedTask;

    // One that is there is the same, unless somebody has changed it. Where the transaction is run again, the draft was moved.
    public bool Commit(DbConnection connection, ArtifactDraft draft)
    {
        var place = PathOf(draft.Sha256);
        if (File.Exists(draft.File.Name))
            File.Move(draft.File.Name, place, overwrite: true);
        return File.Exists(place);
    }

    public void RemoveUnused(DbConnection connection, IEnumerable<string> contents)
    {
        if (!MarkedFolder.IsOwn(folder))
            return;
        foreach (var content in contents.Where(content => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM artifacts WHERE content = @content", new { content }) == 0))
            Remove(PathOf(content));
        MarkedFolder.DeleteIfEmpty(folder);
    }

    public Stream Open(TrialArtifact artifact)
    {
        var path = PathOf(artifact.Sha256);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length == artifact.Size && Convert.ToHexStringLower(SHA256.HashData(file)) == artifact.Sha256)
            {
                file.Position = 0;
                return file;
            }
            file.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The content of '{artifact.Name}' of trial {artifact.Trial} cannot be read: {exception.Message}", exception);
        }
        throw new StoreException($"The content of '{artifact.Name}' of trial {artifact.Trial} is damaged: {path} is not what was written.");
    }

    // What is on record is text that may have been edited: it is no path.
    private string PathOf(string sha256) => Sha256().IsMatch(sha256)
        ? Path.Combine(folder, sha256 + Extension)
        : throw new RowException($"An artifact has the content '{SafeText.Line(sha256)}', which is no SHA-256");

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A content without a row is in nobody's way.
        }
    }

    /// <summary>Whether a file's name is that of a content.</summary>
    public static bool HasArtifactName(string path) => Path.GetExtension(path) == Extension && Sha256().IsMatch(Path.GetFileNameWithoutExtension(path));

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Sha256();
}
