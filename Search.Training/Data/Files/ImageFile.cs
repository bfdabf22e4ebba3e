namespace HyperSearch.Training;

/// <summary>Reads a picture; its format is told by its first bytes, not by its name.</summary>
internal static class ImageFile
{
    private const int MostBytes = 1 << 28;

    /// <summary>Names of files that are taken for pictures.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".jpg", ".jpeg", ".pgm", ".ppm"];

    /// <exception cref="InvalidDataException">It is no picture that can be read, or damaged; the message names the file.</exception>
    public static Pixels Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new InvalidDataException($"{path}: a picture's file has at most {MostBytes:N0} bytes.");
        var bytes = File.ReadAllBytes(path);
        try
        {
            return bytes switch
            {
                [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngFile.Read(bytes),
                [0xFF, 0xD8, ..] => JpegFile.Read(bytes),
                [(byte)'P', (byte)'5' or (byte)'6', ..] => PnmFile.Read(bytes),
                _ => throw new InvalidDataException("the file is neither PNG nor JPEG nor PGM nor PPM (binary)."),
            };
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
