using System.Text.Encodings.Web;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A program study as it is on record (<see cref="StudyDefinition.Program"/>). Name, goals, constraints and seed have columns of their own.</summary>
internal static class ProgramJson
{
    // A character may take six in JSON, and there are the parameters too.
    private const int Format = 1, MostCharacters = 16 * ProgramDefinition.MostCharacters;

    public static string Write(ProgramDefinition study) => JsonText.Object(json =>
    {
        json.WriteNumber("format", Format);
        WriteTexts(json, "command", study.Command);
        WriteObject(json, "templates", study.Templates, file => json.WriteString(file.Name, file.Text));
        if (study.Result is { } result)
            json.WriteString("result", result);
        WriteObject(json, "conditions", study.Parameters.Where(parameter => parameter.Conditions.Count > 0),
            parameter => WriteTexts(json, parameter.Name, parameter.Conditions.Select(condition => condition.ToString())));
        WriteObject(json, ProgramChanges.Parameters, study.Parameters, parameter => json.WriteString(parameter.Name, parameter.Definition));
        ProgramRunJson.Write(json, study.Run);
    }, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The words of the command with their placeholders, to be shown; also where the rest cannot be read.</summary>
    public static IReadOnlyList<string> CommandOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Texts(json.RootElement.GetProperty("command"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return ["(damaged)"];
        }
    }

    /// <exception cref="StudyException">It is damaged, or of a newer version.</exception>
    public static ProgramDefinition Read(StudyDefinition recorded, string text)
    {
        try
        {
            if (text.Length > MostCharacters)
                throw new FormatException($"It has {text.Length} characters, where {MostCharacters} are the most.");
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.GetProperty("format").GetInt32() is not Format and var format)
                throw new StudyException($"The program of study '{SafeText.Line(recorded.Name)}' is on record in format {format}, but this HyperSearch knows {Format}. Use a newer one. The record was left as it is.");
            var conditions = Members(root, "conditions").ToDictionary(member => member.Name, member => Texts(member.Value).Select(ProgramCondition.Parse).ToArray(), StringComparer.Ordinal);
            return new ProgramDefinition
            {
                Name = recorded.Name,
                Goals = recorded.Goals,
                Constraints = recorded.Constraints,
                Seed = recorded.Seed,
                Command = Texts(root.GetProperty("command")),
                Templates = [.. Members(root, "templates").Select(file => new ProgramFile(TemplateFile.RequireName(file.Name), TextOf(file.Value)))],
                Result = root.TryGetProperty("result", out var result) ? TextOf(result) : null,
                Parameters = [.. Members(root, ProgramChanges.Parameters).Select(member =>
                    ProgramParameter.Parse(member.Name, TextOf(member.Value)) is var parameter && conditions.TryGetValue(member.Name, out var when)
                        ? new(parameter.Name, parameter.Kind, parameter.Arguments, when)
                        : parameter)],
                Run = ProgramRunJson.Read(root.GetProperty(ProgramChanges.Run)),
            }.Checked();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or SpaceException)
        {
            throw new StudyException($"The program of study '{SafeText.Line(recorded.Name)}' is on record, but damaged: {SafeText.Line(exception.Message)} Its trials are as they were; `report` and `export` read them.", exception);
        }
    }

    /// <summary>The members of an object within another; none where it is not there.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        element.TryGetProperty(name, out var members) ? members.EnumerateObject() : [];

    public static IReadOnlyList<string> Texts(JsonElement element) => [.. element.EnumerateArray().Select(TextOf)];

    /// <exception cref="FormatException">It is null.</exception>
    public static string TextOf(JsonElement element) => element.GetString() ?? throw new FormatException("There is nothing where a text should be.");

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteObject<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartObject(name);
        foreach (var item in items)
            write(item);
        json.WriteEndObject();
    }
}
