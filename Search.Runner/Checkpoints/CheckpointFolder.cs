namespace HyperSearch.Runner;

/// <summary>The folders in which the checkpoints of a store lie, one for each study: see <see cref="MarkedFolder"/>.</summary>
/// <param name="folder">The folder of the store.</param>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>The folder of the store.</summary>
    public string Path => folder;

    /// <summary>The folder of a study's checkpoints.</summary>
    public string PathOf(string study) => System.IO.Path.Combine(folder, FileName.Of(study));

    /// <summary>The folder of a study's checkpoints, made where there is none.</summary>
    /// <exception cref="IOException">In its path is something that HyperSearch did not make.</exception>
    public string Create(string study)
    {
        var path = PathOf(study);
        MarkedFolder.Create(path);
        return path;
    }

    /// <summary>Why a study that has no checkpoints cannot have any; null where it can.</summary>
    public string? ObjectionTo(string study)
    {
        var path = PathOf(study);
        return System.IO.Path.Exists(path) && (!MarkedFolder.IsOwn(path) || OthersIn(path).Any())
            ? $"The checkpoints of '{study}' would go to {path}, where there is something that HyperSearch did not write. Move it away, or choose another name: nothing was changed."
            : null;
    }

    /// <summary>Gives the checkpoints of a study to another, which is to have no others.</summary>
    /// <exception cref="IOException">They stay where they are.</exception>
    public void Move(string study, string other)
    {
        if (!MarkedFolder.IsOwn(PathOf(study)))
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
        if (!MarkedFolder.IsOwn(PathOf(study)))
            return;
        to.Create(other);
        foreach (var file in FilesOf(study))
            CopyFile(file, System.IO.Path.Combine(to.PathOf(other), System.IO.Path.GetFileName(file)));
    }

    /// <summary>The files in which the checkpoints of a study lie.</summary>
    public IEnumerable<string> FilesOf(string study) => MarkedFolder.IsOwn(PathOf(study))
        ? Directory.EnumerateFiles(PathOf(study)).Where(file => CheckpointFile.HasCheckpointName(file) && !MarkedFolder.IsLink(file))
        : [];

    /// <summary>Removes the checkpoints of a study, if there are any.</summary>
    /// <returns>What was left alone, as a user should read it; null where nothing was.</returns>
    public string? Delete(string study)
    {
        var path = PathOf(study);
        if (!System.IO.Path.Exists(path))
            return null;
        if (!MarkedFolder.IsOwn(path))
            return $"{path} was not made by HyperSearch, and was left alone.";
        foreach (var file in Directory.EnumerateFiles(path).Where(IsOwnFile).ToList())
            File.Delete(file);
        if (OthersIn(path).Any())
            return $"In {path} are files that HyperSearch did not write. They were left alone.";
        MarkedFolder.DeleteIfEmpty(path);
        return null;
    }

    /// <summary>Removes what killed processes left half written.</summary>
    public void RemoveLeftovers(string study)
    {
        if (MarkedFolder.IsOwn(PathOf(study)))
            TemporaryFile.RemoveLeftovers(PathOf(study));
    }

    private static void CopyFile(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var copy = new TemporaryFile(to);
        source.CopyTo(copy.Stream);
        copy.MoveTo(to);
    }

    private static bool IsOwnFile(string file) => CheckpointFile.HasCheckpointName(file) || TemporaryFile.HasTemporaryName(file);

    private static IEnumerable<string> OthersIn(string path) => MarkedFolder.OthersIn(path, IsOwnFile);
}
