using System.Text.Json.Nodes;

namespace Search.Tests;

/// <summary>
/// What Kubernetes 1.35 publishes of the objects that are launched (the OpenAPI definitions of <c>batch/v1</c> and <c>v1</c> that a Job and a
/// Secret reach, without descriptions), and whether an object keeps to it.
/// </summary>
internal static class KubernetesSchema
{
    private const string Reference = "#/components/schemas/";

    private static readonly JsonObject Definitions = JsonNode.Parse(File.ReadAllText(Path.Combine(ProjectTests.FolderOf("Search.Tests"), "Tool", "Launch", "kubernetes-1.35.json")))!.AsObject();

    /// <summary>What is wrong with an object, a line each: its kind, fields that do not exist or are missing, types.</summary>
    public static IReadOnlyList<string> Faults(JsonNode document)
    {
        var (kind, version) = ((string?)document["kind"], (string?)document["apiVersion"]);
        var definition = Definitions.Select(pair => pair.Value!).FirstOrDefault(definition => definition["x-kubernetes-group-version-kind"] is JsonArray kinds
            && kinds.Any(known => (string?)known!["kind"] == kind && VersionOf(known) == version));
        return definition is null ? [$"There is no {kind} of {version}."] : [.. Faults(document, definition, kind!)];
    }

    private static string VersionOf(JsonNode known) => (string)known["group"]! is { Length: > 0 } group ? $"{group}/{known["version"]}" : (string)known["version"]!;

    private static IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string path)
    {
        if (schema["$ref"] is { } reference)
            return Faults(value, Definitions[((string)reference!)[Reference.Length..]]!, path);
        if (schema["allOf"] is JsonArray all)
            return all.SelectMany(part => Faults(value, part!, path));
        if (schema["oneOf"] is JsonArray one)
            return one.Any(part => !Faults(value, part!, path).Any()) ? [] : [$"{path} is of none of its types: {value}"];
        return (string?)schema["type"] switch
        {
            "object" when value is JsonObject map => Faults(map, schema, path),
            "array" when value is JsonArray list => list.SelectMany((item, i) => Faults(item, schema["items"]!, $"{path}[{i}]")),
            "integer" when IsWhole(value, (string?)schema["format"]) => [],
            "boolean" when value is JsonValue flag && flag.TryGetValue<bool>(out _) => [],
            "string" when value is JsonValue text && text.TryGetValue<string>(out _) => [],
            var type => [$"{path} is no {type}: {value}"],
        };
    }

    private static IEnumerable<string> Faults(JsonObject map, JsonNode schema, string path)
    {
        foreach (var missing in (schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !map.ContainsKey(name)))
            yield return $"{path}.{missing} is missing.";
        foreach (var (name, value) in map)
        {
            var field = schema["properties"]?[name] ?? schema["additionalProperties"];
            foreach (var fault in field is null ? [$"{path}.{name} does not exist."] : Faults(value, field, $"{path}.{name}"))
                yield return fault;
        }
    }

    private static bool IsWhole(JsonNode? value, string? format) => value is JsonValue number && number.TryGetValue<long>(out var whole) && (format != "int32" || whole is >= int.MinValue and <= int.MaxValue)
        || (value is JsonValue small && small.TryGetValue<int>(out _));
}
