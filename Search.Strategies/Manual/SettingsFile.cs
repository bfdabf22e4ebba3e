using System.Text;
using System.Text.Json;
using CsvHelper;

namespace HyperSearch.Strategies;

/// <summary>Lists of settings in files, for <see cref="ManualSearch"/>.</summary>
public static class SettingsFile
{
    private const int MostBytes = 16 * 1024 * 1024, MostSettings = 100_000, MostCharacters = 10_000;

    // Names a place in a file that a message is about.
    private delegate string Place(int setting);

    /// <summary>
    /// The settings of a file: <c>.json</c>, an array of objects; or <c>.csv</c>, a line of parameter names and a line for
    /// each setting, where an empty cell leaves the parameter out and the apostrophe of <see cref="CsvText"/> does not count. In
    /// UTF-8, or with a byte order mark in UTF-16; up to 16 MiB, 100,000 settings and 10,000 characters in a name or a value.
    /// </summary>
    /// <exception cref="SpaceException">
    /// The file is not of that form, whatever is in it; the message says which file, where in it, and what is expected there.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<Setting> Read(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSON" => ReadJson(path, ReadText(path)),
        ".CSV" => ReadCsv(path, ReadText(path)),
        var other => throw new SpaceException($"A file of settings ends in .json or .csv, but '{path}' ends in '{other}'."),
    };

    private static string ReadText(string path)
    {
        using var file = File.OpenRead(path);
        // What is no ordinary file says nothing of its length beforehand.
        var (bytes, chunk) = (new MemoryStream(), new byte[64 * 1024]);
        for (var read = file.Read(chunk); read > 0; read = file.Read(chunk))
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > MostBytes)
                throw new SpaceException($"'{path}': a file of settings has at most {MostBytes / 1024 / 1024} MiB, but this one has more.");
        }
        bytes.Position = 0;
        try
        {
            using var reader = new StreamReader(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException exception)
        {
            throw new SpaceException($"'{path}' is not a text in UTF-8: {exception.Message}", exception);
        }
    }

    private static List<Setting> ReadJson(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new SpaceException($"'{path}': settings are an array of objects, [{{\"lr\": 0.01}}, …], but the file holds {Kind(document.RootElement)}.");
            var settings = new List<Setting>();
            foreach (var element in document.RootElement.EnumerateArray())
                Add(settings, place: setting => $"'{path}', setting {setting}", Values(element));
            return settings;
        }
        catch (JsonException exception)
        {
            // The reader's own message ends with the place, lines counted from 0.
            var (message, line) = (exception.Message, exception.LineNumber + 1);
            var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new SpaceException($"'{path}', line {line}, is not JSON: {(end < 0 ? message : message[..end])}", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, ParameterValue>> Values(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new SpaceException($"a setting is an object such as {{\"lr\": 0.01}}, but it is {Kind(element)}.");
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
                yield return KeyValuePair.Create(property.Name, Value(property));
        }
    }

    private static ParameterValue Value(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Number when property.Value.TryGetDouble(out var number) && double.IsFinite(number) => ParameterValue.Of(number),
        JsonValueKind.Number => throw new SpaceException($"the value of '{property.Name}' must be a finite number, but it is {Kind(property.Value)}."),
        JsonValueKind.String => ParameterValue.Of(property.Value.GetString()!),
        JsonValueKind.True => ParameterValue.From(true),
        JsonValueKind.False => ParameterValue.From(false),
        _ => throw new SpaceException($"the value of '{property.Name}' must be a number, a text, true or false, but it is {Kind(property.Value)}."),
    };

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        _ => element.GetRawText() is { Length: <= 40 } text ? text : element.GetRawText()[..40] + "…",
    };

    private static List<Setting> ReadCsv(string path, string text)
    {
        var settings = new List<Setting>();
        try
        {
            using var csv = CsvReader.Create(new StringReader(text), CsvOptions);
            csv.ReadHeader();
            if (csv.Headers.Count == 0)
                throw new SpaceException($"'{path}' is empty: its first line must name the parameters.");
            if (csv.Headers.FirstOrDefault(string.IsNullOrWhiteSpace) is not null)
                throw new SpaceException($"'{path}', line 1: each column must name a parameter, but one has no name.");
            if (csv.Headers.CountBy(name => name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
                throw new SpaceException($"'{path}', line 1: each parameter is named once, but '{Shortened(twice)}' is named twice.");
            while (csv.Read())
            {
                if (csv.FieldCount != csv.Headers.Count)
                    throw new SpaceException($"'{path}', line {csv.LineNumber}: the first line names {csv.Headers.Count} parameters, but this one has {csv.FieldCount} values.");
                Add(settings, _ => $"'{path}', line {csv.LineNumber}", Enumerable.Range(0, csv.FieldCount)
                    .Where(i => !csv.IsEmpty(i))
                    .Select(i => KeyValuePair.Create(CsvText.Plain(csv.Headers[i]), ParameterValue.Of(CsvText.Plain(csv.GetString(i))))));
            }
        }
        catch (CsvFormatException exception)
        {
            throw new SpaceException($"'{path}' is not CSV: {exception.Message}", exception);
        }
        return settings;
    }

    private static void Add(List<Setting> settings, Place place, IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        var number = settings.Count + 1;
        try
        {
            if (number > MostSettings)
                throw new SpaceException($"a file has at most {MostSettings:N0} settings, but this one has more.");
            settings.Add(new(values.Select(pair => pair.Key.Length <= MostCharacters && !(pair.Value.Text?.Length > MostCharacters)
                ? pair
                : throw new SpaceException($"a name and a value have at most {MostCharacters:N0} characters, but those of '{Shortened(pair.Key)}' have more."))));
        }
        catch (SpaceException exception)
        {
            throw new SpaceException($"{place(number)}: {exception.Message}", exception);
        }
        // A JSON text with half of a surrogate pair.
        catch (InvalidOperationException exception)
        {
            throw new SpaceException($"{place(number)}: names and texts must be whole characters: {exception.Message}", exception);
        }
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static CsvReaderOptions CsvOptions { get; } = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };
}
