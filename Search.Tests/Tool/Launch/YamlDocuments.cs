using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Search.Tests;

/// <summary>YAML as Kubernetes reads it, which takes more words for truth values and numbers than YAML 1.2 does.</summary>
internal static partial class YamlDocuments
{
    /// <summary>The documents of a text, as JSON.</summary>
    public static IReadOnlyList<JsonNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)!)];
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } => Resolve(plain),
        YamlScalarNode { Value: { } text } => JsonValue.Create(text),
        _ => throw new InvalidOperationException($"Unexpected: {node}"),
    };

    private static JsonValue? Resolve(string plain) =>
        plain.ToLowerInvariant() is "true" or "yes" or "on" or "y" ? JsonValue.Create(true)
        : plain.ToLowerInvariant() is "false" or "no" or "off" or "n" ? JsonValue.Create(false)
        : plain.ToLowerInvariant() is "null" or "~" or "" ? null
        : int.TryParse(plain, out var number) ? JsonValue.Create(number)
        : NumberLike().IsMatch(plain) ? throw new InvalidOperationException($"{plain} could be taken for a number.")
        : JsonValue.Create(plain);

    [GeneratedRegex(@"^[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|0[xob][\da-fA-F_]+|\.\d+|\.inf|\.nan|\d+(:\d+)+)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NumberLike();
}
