namespace HyperSearch.Runner;

/// <summary>The folders in which the checkpoints of a store lie, one for each study.</summary>
/// <remarks>
/// A folder that HyperSearch made has its mark in it. One without it, or that is a link to elsewhere, is left alone; and of any
/// folder only what HyperSearch wrote there is removed.
/// </remarks>
/// <param name="folder">The folder of the store.</param>
internal sealed class CheckpointFolder(string folder)
{
    private const string Mark = "made-by-hypersearch";

    /// <summary>The folder of a study's checkpoints.</summary>
    public string PathOf(string study) => Path.Combine(folder, FileName.Of(study));

    /// <summary>The folder of a study's checkpoints, made where there is none.</summary>
    /// <exception cref="IOException">In its path is something that HyperSearch did not make.</exception>
    public string Create(string study)
    {
        var path = PathOf(study);
        Directory.CreateDirectory(path);
        if (IsOwn(path))
            return path;
        // Another process may make it at the same time: the mark comes first.
        if (IsLink(path) || (Directory.EnumerateFileSystemEntries(path).Any() && !IsOwn(path)))
            throw new IOException($"The folder {path} was not made by HyperSearch. Move it away.");
        File.WriteAllText(Path.Combine(path, Mark), "HyperSearch keeps a study's checkpoints in this folder, and removes what it wrote here.\n");
        return path;
    }

    /// <summary>Why a study that has no checkpoints cannot have any; null where it can.</summary>
    public string? ObjectionTo(string study)
    {
        var path = PathOf(study);
        return Path.Exists(path) && (!IsOwn(path) || OthersIn(path).Any())
            ? $"The checkpoints of '{study}' would go to {path}, where there is something that HyperSearch did not write. Move it away, or choose another name: nothing was changed."
            : null;
    }

    /// <summary>Gives the checkpoints of a study to another, which is to have no others.</summary>
    /// <exception cref="IOException">They stay where they are.</exception>
    public void Move(string study, string other)
    {
        if (!IsOwn(PathOf(study)))
            return;
        Delete(other);
        Directory.Move(PathOf(study), PathOf(other));
    }

    /// <summary>Copies the checkpoints of a study to those of a study that is to have no others.</summary>
    /// <exception cref="IOException">Not all were copied.</exception>
    public void Copy(string study, CheckpointFolder to, string other)
    {
        if (to.PathOf(other) == PathOf(study))
            return;
        to.Delete(other);
        if (!IsOwn(PathOf(study)))
            return;
        to.Create(other);
        foreach (var file in Directory.EnumerateFiles(PathOf(study)).Where(file => CheckpointFile.HasCheckpointName(file) && !IsLink(file)))
            CopyFile(file, Path.Combine(to.PathOf(other), Path.GetFileName(file)));
    }

    /// <summary>Removes the checkpoints of a study, if there are any.</summary>
    /// <returns>What was left alone, as a user should read it; null where nothing was.</returns>
    public string? Delete(string study)
    {
        var path = PathOf(study);
        if (!Path.Exists(path))
            return null;
        if (!IsOwn(path))
            return $"{path} was not made by HyperSearch, and was left alone.";
        foreach (var file in Directory.EnumerateFiles(path).Where(IsOwnFile).ToList())
            File.Delete(file);
        if (OthersIn(path).Any())
            return $"In {path} are files that HyperSearch did not write. They were left alone.";
        File.Delete(Path.Combine(path, Mark));
        Directory.Delete(path);
        return null;
    }

    /// <summary>Removes what killed processes left half written.</summary>
    public void RemoveLeftovers(string study)
    {
        if (IsOwn(PathOf(study)))
            TemporaryFile.RemoveLeftovers(PathOf(study));
    }

    private static void CopyFile(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var copy = new TemporaryFile(to);
        source.CopyTo(copy.Stream);
        copy.MoveTo(to);
    }

    private static bool IsOwn(string path) => !IsLink(path) && new FileInfo(Path.Combine(path, Mark)) is { Exists: true, LinkTarget: null };

    private static bool IsOwnFile(string file) => CheckpointFile.HasCheckpointName(file) || TemporaryFile.HasTemporaryName(file);

    private static IEnumerable<string> OthersIn(string path) => Directory.EnumerateFileSystemEntries(path)
        .Where(entry => Path.GetFileName(entry) != Mark && (Directory.Exists(entry) || !IsOwnFile(entry)));

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
