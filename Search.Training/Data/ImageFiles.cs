namespace HyperSearch.Training;

/// <summary>Finds images and labels by the names that MNIST and its successors use.</summary>
internal static class ImageFiles
{
    private const int Classes = 10, MostClasses = 1 << 20;

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
        var images = IdxFile.Read(imagePath, dimensions: 3, count);
        var labels = IdxFile.Read(labelPath, dimensions: 1, count);
        if (images.Total != labels.Total)
            throw new InvalidDataException($"{source}: there must be one label for each image, but there are {images.Total} images and {labels.Total} labels.");
        return Open(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))), imagePath, images, labelPath, labels, Classes);
    }

    /// <summary>Any pair of IDX files.</summary>
    public static Dataset Open(string imagePath, string labelPath, int? classes, int? count)
    {
        var images = IdxFile.Read(imagePath, dimensions: null, count);
        var labels = IdxFile.Read(labelPath, dimensions: null, count);
        if (images.Total != labels.Total)
            throw new InvalidDataException($"{labelPath}: there must be one label for each of the {images.Total} rows of {imagePath}, but there are {labels.Total}.");
        var name = Path.GetFileName(imagePath);
        if (!labels.IsReal && labels.ItemShape.Count == 0)
            return Open(name, imagePath, images, labelPath, labels, classes);
        return Dataset.FromArrays(name, Numbers(imagePath, images), Numbers(labelPath, labels, scaled: false), labels.ItemElements);
    }

    private static Dataset Open(string name, string imagePath, IdxFile images, string labelPath, IdxFile labels, int? classes)
    {
        int[] numbers = [.. Enumerable.Range(0, labels.Count).Select(row => (int)labels[row])];
        var known = classes ?? numbers.Max() + 1L;
        var wrong = Array.FindIndex(numbers, label => label < 0 || label >= known);
        if (wrong >= 0 || known > MostClasses)
            throw new InvalidDataException($"{labelPath}: labels must lie in 0 … {Math.Min(known, MostClasses) - 1}, but label {Math.Max(wrong, 0)} is {numbers[Math.Max(wrong, 0)]}.");
        var shape = images.ItemShape;
        var size = shape.Count >= 2 ? (shape[^2], shape[^1]) : default;
        return Dataset.FromArrays(name, Numbers(imagePath, images), numbers, (int)known, size, shape.Count == 3 ? shape[0] : 1);
    }

    /// <summary>Bytes 0 … 255 to [0, 1]; all else as it is.</summary>
    private static float[] Numbers(string path, IdxFile file, bool scaled = true)
    {
        if (scaled && file.IsBytes)
            return Scale(file.Data);
        var numbers = new float[(long)file.Count * file.ItemElements];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)file[i];
            if (!float.IsFinite(numbers[i]))
                throw new InvalidDataException($"{path}: element {i % file.ItemElements} of row {i / file.ItemElements} is {file[i]}, which is no finite number.");
        }
        return numbers;
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
