using System.Text.Json;
using CsvHelper;

namespace HyperSearch.Runner;

/// <summary>A file in which a program has left its result: a JSON object with numbers, or CSV whose first row has names and whose last row has the result.</summary>
internal static class ResultFile
{
    private const int MostBytes = 16 << 20;

    /// <summary>The numbers in a file, by name.</summary>
    /// <exception cref="ProgramException">It is none of these.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<SaidNumber> Read(string path)
    {
        using var stream = RegularFile.TryOpen(path) ?? throw new ProgramException("The result file is no file with content.");
        if (stream.Length > MostBytes)
            throw new ProgramException($"The result file has {stream.Length:N0} bytes, and at most {MostBytes:N0} are read.");
        var bytes = new byte[(int)stream.Length];
        var content = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];
        return content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? FromJson(content.ToArray()) : FromCsv(content.ToArray());
    }

    private static SaidNumber[] FromJson(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return [.. document.RootElement.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Number).Select(field => new SaidNumber(field.Name, field.Value.GetDouble()))];
        }
        catch (JsonException exception)
        {
            throw new ProgramException($"The result file is no JSON object: {SafeText.Line(exception.Message)}");
        }
    }

    private static SaidNumber[] FromCsv(byte[] content)
    {
        try
        {
            using var csv = CsvReader.Create(content, new CsvReaderOptions { HasHeader = true, TrimWhitespace = true });
            csv.ReadHeader();
            string[] names = [.. csv.Headers];
            string[] last = [];
            while (csv.Read())
                last = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
            return [.. names.Zip(last).Where(cell => ValueOf(cell.Second) is not null).Select(cell => new SaidNumber(cell.First, ValueOf(cell.Second)!.Value))];
        }
        catch (CsvFormatException exception)
        {
            throw new ProgramException($"The result file is neither a JSON object nor CSV: {SafeText.Line(exception.Message)}");
        }
    }

    // A cell has nothing else.
    private static double? ValueOf(string text) => NumberText.At(text, out var length) is { } value && length == text.Length ? value : null;
}
