using Dapper;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>Copies the contents of a store's artifacts to those of its backup, while others write and remove some.</summary>
/// <param name="from">The folder of the store.</param>
/// <param name="to">The folder of the backup. Contents that are there already are the same: their names tell.</param>
internal sealed class ArtifactsBackup(string from, string to)
{
    private readonly List<string> _copied = [];

    /// <summary>Copies what there is, before the record is copied: what that names may be dropped by then.</summary>
    public void CopyAll()
    {
        foreach (var file in new ArtifactFiles(from).Files)
            Copy(file);
    }

    /// <summary>Copies what has come since, and has the copy of a record name nothing else.</summary>
    public void CopyThoseOf(SqliteConnection copy)
    {
        CopyAll();
        var named = copy.Query<string>("SELECT DISTINCT content FROM artifacts").ToHashSet(StringComparer.Ordinal);
        var there = new ArtifactFiles(to).Files.Select(ContentOf).ToHashSet(StringComparer.Ordinal);
        // One that was dropped before it was a moment old.
        foreach (var content in named.Where(content => !there.Contains(content)))
            copy.Execute("DELETE FROM artifacts WHERE content = @content", new { content });
        foreach (var file in _copied.Where(file => !named.Contains(ContentOf(file))))
            File.Delete(file);
        if (_copied.Count > 0)
            MarkedFolder.DeleteIfEmpty(to);
    }

    private static string ContentOf(string file) => Path.GetFileNameWithoutExtension(file);

    private void Copy(string file)
    {
        var place = Path.Combine(to, Path.GetFileName(file));
        if (File.Exists(place))
            return;
        MarkedFolder.Create(to);
        using var temporary = new TemporaryFile(place);
        try
        {
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            content.CopyTo(temporary.Stream);
        }
        catch (FileNotFoundException)
        {
            return;
        }
        temporary.MoveTo(place);
        _copied.Add(place);
    }
}
