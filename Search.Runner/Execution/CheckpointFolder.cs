namespace Search.Runner;

/// <summary>The folders in which the checkpoints of a store lie, one for each study.</summary>
/// <param name="folder">The folder of the store.</param>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>The folder of a study's checkpoints.</summary>
    public string Of(string study) => Path.Combine(folder, Uri.EscapeDataString(study));

    /// <summary>Gives the checkpoints of a study to another, which is to have no others.</summary>
    public void Move(string study, string other)
    {
        Delete(other);
        if (Directory.Exists(Of(study)))
            Directory.Move(Of(study), Of(other));
    }

    /// <summary>Copies the checkpoints of a study to those of a study that is to have no others.</summary>
    public void Copy(string study, CheckpointFolder to, string other)
    {
        // Databases that are no files have one folder, and a study may have its name in two of them.
        if (to.Of(other) == Of(study))
            return;
        to.Delete(other);
        if (!Directory.Exists(Of(study)))
            return;
        Directory.CreateDirectory(to.Of(other));
        foreach (var file in Directory.EnumerateFiles(Of(study), "*" + CheckpointFile.Extension))
            File.Copy(file, Path.Combine(to.Of(other), Path.GetFileName(file)));
    }

    /// <summary>Removes the checkpoints of a study, if there are any.</summary>
    public void Delete(string study)
    {
        if (Directory.Exists(Of(study)))
            Directory.Delete(Of(study), recursive: true);
    }
}
