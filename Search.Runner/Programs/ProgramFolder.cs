namespace HyperSearch.Runner;

/// <summary>The folder of a trial while its program runs: the files that are written for it, its checkpoint, its artifacts. It goes with the trial.</summary>
/// <remarks>Only its user can look into it. Its name is made by chance.</remarks>
internal sealed class ProgramFolder : IDisposable
{
    /// <param name="files">What is written into it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ProgramFolder(IEnumerable<ProgramFile> files)
    {
        Path = Directory.CreateTempSubdirectory("hypersearch-trial-").FullName;
        try
        {
            foreach (var folder in (string[])[Files, Checkpoint, Artifacts])
                Directory.CreateDirectory(folder);
            foreach (var file in files)
                Write(file);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All of it.</summary>
    public string Path { get; }

    /// <summary>Where the files are that are written for the trial.</summary>
    public string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Where the program leaves what it can go on from.</summary>
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint");

    /// <summary>Where the program leaves what is to be kept.</summary>
    public string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What a process still holds, or has forbidden, stays among the temporary files.
        }
    }

    // Its name is part of a word of the command line, and chooses no folder.
    private void Write(ProgramFile file)
    {
        if (file.Name is "" or "." or ".." || file.Name.AsSpan().ContainsAny("/\\:\0"))
            throw new ArgumentException($"The name of a file has no folder in it, but it is '{SafeText.Line(file.Name)}'.", nameof(file));
        using var stream = new FileStream(System.IO.Path.Combine(Files, file.Name), FileMode.CreateNew, FileAccess.Write);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(file.Text));
    }
}
