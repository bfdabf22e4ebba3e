namespace HyperSearch.Training;

/// <summary>Reads a folder with a folder of pictures for each class.</summary>
internal static class ImageFolder
{
    public static Dataset Open(string folder, ImageOptions options)
    {
        options.Validate();
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder \"{folder}\".");
        string[] classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new InvalidDataException($"{folder}: there must be a folder of pictures for each class, but there is none.");
        var (size, channels) = (options.Size, options.Channels);
        var inputs = new List<float>();
        var labels = new List<int>();
        foreach (var (label, name) in classes.Index())
        {
            var files = FilesOf(Path.Combine(folder, name));
            foreach (var file in files)
            {
                var picture = ImageFile.Read(file);
                size ??= (picture.Height, picture.Width);
                channels ??= picture.Channels;
                Check(file, picture, size.Value, channels.Value, options);
                var features = (long)channels * size.Value.Height * size.Value.Width;
                if (inputs.Count + features > Array.MaxLength)
                    throw new InvalidDataException($"{folder}: all pictures together have at most {Array.MaxLength:N0} values: ask for a smaller size.");
                inputs.AddRange(Resizing.Run(picture.ToPlanes(channels.Value), channels.Value, (picture.Height, picture.Width), size.Value));
                labels.Add(label);
            }
        }
        return Dataset.FromArrays(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), [.. inputs], [.. labels], classes.Length, size!.Value, channels!.Value, classes);
    }

    private static void Check(string file, Pixels picture, (int Height, int Width) size, int channels, ImageOptions options)
    {
        if (options.Size is null && (picture.Height, picture.Width) != size)
            throw new InvalidDataException($"{file}: all pictures must have one size, but this one is {picture.Height} × {picture.Width} and the first {size.Height} × {size.Width}: ask for a size (`{nameof(ImageOptions)}.{nameof(ImageOptions.Size)}`).");
        if (options.Channels is null && picture.Channels != channels)
            throw new InvalidDataException($"{file}: all pictures must be grey or all coloured, but this one has {picture.Channels} channel(s) and the first {channels}: ask for one of them (`{nameof(ImageOptions)}.{nameof(ImageOptions.Channels)}`).");
    }

    private static string[] FilesOf(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder).Where(file => ImageFile.Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InvalidDataException($"{folder}: a class must have pictures, but this folder has no file whose name ends with {string.Join(", ", ImageFile.Endings)}.");
    }
}
