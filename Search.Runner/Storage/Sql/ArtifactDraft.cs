using System.Security.Cryptography;

namespace HyperSearch.Runner;

/// <summary>A content that was written to a file of its own, and is not yet one of the store's.</summary>
internal sealed class ArtifactDraft : IDisposable
{
    private readonly IDisposable _discard;

    private ArtifactDraft(FileStream file, IDisposable discard, byte[] hash)
    {
        (File, _discard, Sha256, Size) = (file, discard, Convert.ToHexStringLower(hash), file.Length);
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc cref="TrialArtifact.Sha256"/>
    public string Sha256 { get; }

    public long Size { get; }

    /// <summary>The content.</summary>
    public FileStream File { get; }

    /// <summary>Has the content written into a file that is empty.</summary>
    /// <param name="file">The file.</param>
    /// <param name="discard">Removes it, where it was not made use of.</param>
    /// <param name="write">Writes the content. What it throws comes out.</param>
    public static ArtifactDraft Write(FileStream file, IDisposable discard, Action<Stream> write)
    {
        try
        {
            using var hash = SHA256.Create();
            using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
                write(hashed);
            return new(file, discard, hash.Hash!);
        }
        catch
        {
            discard.Dispose();
            throw;
        }
    }

    public void Dispose() => _discard.Dispose();
}
