using System.Text.Json;
using CsvHelper;
using Search.Core;

namespace Search.Strategies;

/// <summary>Lists of settings in files, for <see cref="ManualSearch"/>.</summary>
public static class SettingsFile
{
    /// <summary>
    /// The settings of a file: <c>.json</c>, an array of objects; or <c>.csv</c>, a line of parameter names and a line for
    /// each setting, where an empty cell leaves the parameter out and the apostrophe of <see cref="CsvText"/> does not count.
    /// </summary>
    /// <exception cref="SpaceException">The file is not of that form; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Setting> Read(string path)
    {
        using var reader = new StreamReader(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => ReadJson(path, reader.ReadToEnd()),
            ".CSV" => ReadCsv(path, reader),
            var other => throw new SpaceException($"A file of settings ends in .json or .csv, but '{path}' ends in '{other}'."),
        };
    }

    private static List<Setting> ReadJson(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new SpaceException($"'{path}': settings are an array of objects, [{{\"lr\": 0.01}}, …], but the file holds {Kind(document.RootElement)}.");
            return [.. document.RootElement.EnumerateArray().Select((element, i) => element.ValueKind == JsonValueKind.Object
                ? new Setting(element.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => Value(path, i, p)))
                : throw new SpaceException($"'{path}', setting {i + 1}: a setting is an object such as {{\"lr\": 0.01}}, but it is {Kind(element)}."))];
        }
        catch (JsonException exception)
        {
            throw new SpaceException($"'{path}' is not JSON: {exception.Message}", exception);
        }
    }

    private static KeyValuePair<string, ParameterValue> Value(string path, int setting, JsonProperty property) =>
        new(property.Name, property.Value.ValueKind switch
        {
            JsonValueKind.Number => ParameterValue.Of(property.Value.GetDouble()),
            JsonValueKind.String => ParameterValue.Of(property.Value.GetString()!),
            JsonValueKind.True => ParameterValue.From(true),
            JsonValueKind.False => ParameterValue.From(false),
            _ => throw new SpaceException($"'{path}', setting {setting + 1}: the value of '{property.Name}' must be a number, a text, true or false, but it is {Kind(property.Value)}."),
        });

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => element.ToString(),
    };

    private static List<Setting> ReadCsv(string path, TextReader reader)
    {
        var settings = new List<Setting>();
        try
        {
            using var csv = CsvReader.Create(reader, CsvOptions, leaveOpen: true);
            csv.ReadHeader();
            if (csv.Headers.Count == 0)
                throw new SpaceException($"'{path}' is empty: its first line must name the parameters.");
            while (csv.Read())
            {
                if (csv.FieldCount != csv.Headers.Count)
                    throw new SpaceException($"'{path}', line {csv.LineNumber}: the first line names {csv.Headers.Count} parameters, but this one has {csv.FieldCount} values.");
                settings.Add(new(Enumerable.Range(0, csv.FieldCount)
                    .Where(i => !csv.IsEmpty(i))
                    .Select(i => new KeyValuePair<string, ParameterValue>(CsvText.Plain(csv.Headers[i]), ParameterValue.Of(CsvText.Plain(csv.GetString(i)))))));
            }
        }
        catch (CsvFormatException exception)
        {
            throw new SpaceException($"'{path}' is not CSV: {exception.Message}", exception);
        }
        return settings;
    }

    private static CsvReaderOptions CsvOptions { get; } = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };
}
