using CsvHelper;

namespace HyperSearch.Training;

/// <summary>Reads texts with their classes; bounded, whatever the files hold.</summary>
internal static class TextFiles
{
    private const int MostBytesOfText = 1_000_000, MostTexts = 1_000_000;
    private const long MostBytes = 1_000_000_000;

    public static TextSet ReadFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder \"{path}\". Name one with a folder for each class.");
        string[] folders = [.. Visible(Directory.EnumerateDirectories(path))];
        var (texts, labels) = (new List<string>(), new List<int>());
        long bytes = 0;
        foreach (var (label, folder) in folders.Index())
        {
            var before = texts.Count;
            foreach (var file in Visible(Directory.EnumerateFiles(folder)))
            {
                texts.Add(ReadText(file, ref bytes));
                labels.Add(label);
                Check(path, texts.Count, bytes);
            }
            if (texts.Count == before)
                throw new InvalidDataException($"{folder}: a class must have at least one text, but there is no file in its folder.");
        }
        return Of(path, texts, labels, [.. folders.Select(folder => Path.GetFileName(folder))]);
    }

    public static TextSet ReadCsv(string path, string textColumn, string labelColumn)
    {
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', MaxRecordSize = MostBytesOfText, TrackLineNumbers = true });
        var (texts, names) = (new List<string>(), new List<string>());
        long bytes = 0;
        try
        {
            csv.ReadHeader();
            string[] header = [.. csv.Headers];
            int text = ColumnOf(path, header, textColumn), label = ColumnOf(path, header, labelColumn);
            while (csv.Read())
            {
                if (csv.FieldCount != header.Length)
                    throw new InvalidDataException($"{path}, line {csv.LineNumber}: the header has {header.Length} columns, but this row has {csv.FieldCount}.");
                texts.Add(csv.GetString(text));
                names.Add(csv.GetString(label));
                if (names[^1].Length == 0)
                    throw new InvalidDataException($"{path}, line {csv.LineNumber}, column \"{labelColumn}\": the value is missing.");
                bytes += csv.RawRecord.Length;
                Check(path, texts.Count, bytes);
            }
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{path}: the file is damaged, or a row is longer than {MostBytesOfText} bytes: {error.Message}", error);
        }
        string[] classes = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return Of(path, texts, [.. names.Select(name => numbers[name])], classes);
    }

    private static TextSet Of(string path, List<string> texts, List<int> labels, string[] classes) => classes.Length < 2
        ? throw new InvalidDataException($"{path}: there must be texts of at least two classes, but there are {classes.Length}.")
        : TextSet.FromArrays(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)), texts, labels, classes);

    private static string ReadText(string path, ref long bytes)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[Math.Min(file.Length, MostBytesOfText) + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > MostBytesOfText)
            throw new InvalidDataException($"{path}: a text has at most {MostBytesOfText} bytes, but this file has more.");
        bytes += length;
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static void Check(string path, int texts, long bytes)
    {
        if (texts > MostTexts || bytes > MostBytes)
            throw new InvalidDataException($"{path}: at most {MostTexts} texts of {MostBytes} bytes together can be read, but there are more.");
    }

    private static int ColumnOf(string path, string[] header, string name)
    {
        var column = Array.IndexOf(header, name);
        return column >= 0 ? column : throw new InvalidDataException($"{path}: there is no column \"{name}\".");
    }

    /// <summary>In the order of their names, and no more than tell that there are too many.</summary>
    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Take(MostTexts + 1).Order(StringComparer.Ordinal);
}
