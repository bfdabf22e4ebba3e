namespace HyperSearch.Training;

/// <summary>A file that is gone with who holds it open, however that ends.</summary>
internal static class TemporaryFile
{
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"hypersearch-{Guid.NewGuid():N}.rows");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Elsewhere an open file can lose its name at once, so that not even a crash leaves it.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
