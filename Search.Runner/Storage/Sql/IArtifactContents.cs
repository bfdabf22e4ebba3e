using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>
/// Where the contents of artifacts lie, each once, however many trials and studies have it: it is found by its SHA-256, so that no
/// name chooses a place, and a copied or renamed study has its own without anything being moved.
/// </summary>
/// <remarks>
/// A content comes before the row that names it, and goes after it: what a process that dies leaves behind is a content without a
/// row at most. Rows are written, and contents removed, in transactions that exclude each other.
/// </remarks>
internal interface IArtifactContents
{
    /// <summary>Takes a content in, as a draft until it is committed.</summary>
    /// <param name="write">Writes the content. What it throws comes out.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    ArtifactDraft Write(Action<Stream> write);

    /// <summary>Brings a draft to where it can be committed.</summary>
    Task StageAsync(ArtifactDraft draft);

    /// <summary>Makes a content of a draft, within the transaction that writes its row.</summary>
    /// <returns>False where it has gone since it was staged, and is to be staged again.</returns>
    bool Commit(DbConnection connection, ArtifactDraft draft);

    /// <summary>Removes contents that no row names, within a transaction that is begun after the rows were removed for good.</summary>
    void RemoveUnused(DbConnection connection, IEnumerable<string> contents);

    /// <summary>A content, checked, to be read from its beginning.</summary>
    /// <exception cref="StoreException">It is gone, or is not what was written.</exception>
    Stream Open(TrialArtifact artifact);
}
