namespace HyperSearch.Training;

/// <summary>Finds images and labels by the names that MNIST and its successors use.</summary>
internal static class ImageFiles
{
    private const int Classes = 10;

    public static Dataset Open(string source, bool training, int? count)
    {
        if (count is <= 0)
            throw new ArgumentException($"`count ≥ 1` must hold, but count={count}.");
        if (source == Digits.Name)
            return Digits.Open(training, count);
        if (!Directory.Exists(source))
            throw new DirectoryNotFoundException($"There is no folder \"{source}\". Name a folder with the four IDX files of MNIST, or \"{Digits.Name}\".");

        var part = training ? "train" : "t10k";
        string imagePath = Find(source, $"{part}-images", "idx3-ubyte"), labelPath = Find(source, $"{part}-labels", "idx1-ubyte");
        IdxFile images = IdxFile.Read(imagePath, dimensions: 3, count), labels = IdxFile.Read(labelPath, dimensions: 1, count);
        if (images.Total != labels.Total)
            throw new InvalidDataException($"{source}: there must be one label for each image, but there are {images.Total} images and {labels.Total} labels.");

        var features = images.ItemShape[0] * images.ItemShape[1];
        var wrong = Array.FindIndex(labels.Data, label => label >= Classes);
        if (wrong >= 0)
            throw new InvalidDataException($"{labelPath}: labels must lie in 0 … {Classes - 1}, but label {wrong} is {labels.Data[wrong]}.");
        return Dataset.FromArrays(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))),
            Scale(images.Data), [.. labels.Data.Select(label => (int)label)], Classes, (images.ItemShape[0], features / images.ItemShape[0]));
    }

    /// <summary>Bytes 0 … 255 to [0, 1].</summary>
    public static float[] Scale(byte[] pixels)
    {
        var scaled = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            scaled[i] = pixels[i] / 255f;
        return scaled;
    }

    private static string Find(string folder, string name, string type)
    {
        string[] names = [$"{name}-{type}.gz", $"{name}-{type}", $"{name}.{type}.gz", $"{name}.{type}"];
        return names.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The folder \"{folder}\" must hold \"{names[0]}\" or \"{names[1]}\", but it holds neither.", names[0]);
    }
}
