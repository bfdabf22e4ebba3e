using System.Security.Cryptography;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The files that the trials of a study in memory have left. Not safe for use by several threads.</summary>
internal sealed class MemoryArtifacts
{
    private readonly Dictionary<(int Trial, string Name), (TrialArtifact Artifact, byte[] Content)> _artifacts = [];

    /// <summary>The artifacts, by trial and name.</summary>
    public IReadOnlyList<TrialArtifact> All =>
        [.. _artifacts.Values.Select(kept => kept.Artifact).OrderBy(artifact => artifact.Trial).ThenBy(artifact => artifact.Name, StringComparer.Ordinal)];

    public void Add(int trial, string name, byte[] content) =>
        _artifacts[(trial, name)] = (new(trial, name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), content);

    /// <exception cref="StoreException">It is gone.</exception>
    public Stream Open(TrialArtifact artifact) => _artifacts.TryGetValue((artifact.Trial, artifact.Name), out var kept) && kept.Artifact == artifact
        ? new MemoryStream(kept.Content, writable: false)
        : throw new StoreException($"The content of '{artifact.Name}' of trial {artifact.Trial} is gone.");

    /// <summary>Removes those of some trials.</summary>
    public void Remove(Func<int, bool> ofTrial)
    {
        foreach (var key in _artifacts.Keys.Where(key => ofTrial(key.Trial)).ToArray())
            _artifacts.Remove(key);
    }
}
