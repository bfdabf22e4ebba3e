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
    public string Of(string study) => Path.Combine(folder, FileName.Of(study));

    /// <summary>The folder of a study's checkpoints, made where there is none.</summary>
    /// <exception cref="IOException">In its place is something that HyperSearch did not make.</exception>
    public string Make(string study)
    {
        var place = Of(study);
        Directory.CreateDirectory(place);
        if (IsOwn(place))
            return place;
        // Another process may make it at the same time: the mark comes first.
        if (IsLink(place) || (Directory.EnumerateFileSystemEntries(place).Any() && !IsOwn(place)))
            throw new IOException($"The folder {place} was not made by HyperSearch. Move it away.");
        File.WriteAllText(Path.Combine(place, Mark), "HyperSearch keeps a study's checkpoints in this folder, and removes what it wrote here.\n");
        return place;
    }

    /// <summary>Why a study that has no checkpoints cannot have any; null where it can.</summary>
    public string? ObjectionTo(string study)
    {
        var place = Of(study);
        return Path.Exists(place) && (!IsOwn(place) || OthersIn(place).Any())
            ? $"The checkpoints of '{study}' would go to {place}, where there is something that HyperSearch did not write. Move it away, or choose another name: nothing was changed."
            : null;
    }

    /// <summary>Gives the checkpoints of a study to another, which is to have no others.</summary>
    /// <exception cref="IOException">They stay where they are.</exception>
    public void Move(string study, string other)
    {
        if (!IsOwn(Of(study)))
            return;
        Delete(other);
        Directory.Move(Of(study), Of(other));
    }

    /// <summary>Copies the checkpoints of a study to those of a study that is to have no others.</summary>
    /// <exception cref="IOException">Not all were copied.</exception>
    public void Copy(string study, CheckpointFolder to, string other)
    {
        if (to.Of(other) == Of(study))
            return;
        to.Delete(other);
        if (!IsOwn(Of(study)))
            return;
        to.Make(other);
        foreach (var file in Directory.EnumerateFiles(Of(study)).Where(file => CheckpointFile.Is(file) && !IsLink(file)))
            File.Copy(file, Path.Combine(to.Of(other), Path.GetFileName(file)));
    }

    /// <summary>Removes the checkpoints of a study, if there are any.</summary>
    /// <returns>What was left alone, as a user should read it; null where nothing was.</returns>
    public string? Delete(string study)
    {
        var place = Of(study);
        if (!Path.Exists(place))
            return null;
        if (!IsOwn(place))
            return $"{place} was not made by HyperSearch, and was left alone.";
        foreach (var file in Directory.EnumerateFiles(place).Where(IsOwnFile).ToList())
            File.Delete(file);
        if (OthersIn(place).Any())
            return $"In {place} are files that HyperSearch did not write. They were left alone.";
        File.Delete(Path.Combine(place, Mark));
        Directory.Delete(place);
        return null;
    }

    /// <summary>Removes what killed processes left half written.</summary>
    public void RemoveLeftovers(string study)
    {
        if (IsOwn(Of(study)))
            TemporaryFile.RemoveLeftovers(Of(study));
    }

    private static bool IsOwn(string place) => !IsLink(place) && new FileInfo(Path.Combine(place, Mark)) is { Exists: true, LinkTarget: null };

    private static bool IsOwnFile(string file) => CheckpointFile.Is(file) || TemporaryFile.Is(file);

    private static IEnumerable<string> OthersIn(string place) => Directory.EnumerateFileSystemEntries(place)
        .Where(entry => Path.GetFileName(entry) != Mark && (Directory.Exists(entry) || !IsOwnFile(entry)));

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
