using System.Text.Json.Nodes;

namespace Search.Tests;

/// <summary>The container of a Job as Kubernetes starts it.</summary>
/// <param name="Command">Its program and arguments.</param>
/// <param name="Variables">Its environment.</param>
internal sealed record PodContainer(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Variables)
{
    private const string Pod = "churn-0-abcde";

    /// <param name="documents">The manifests: a Secret and a Job.</param>
    public static PodContainer Of(IReadOnlyList<JsonNode> documents)
    {
        var (secret, container) = (documents[0], documents[1]["spec"]!["template"]!["spec"]!["containers"]![0]!);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in container["env"]!.AsArray())
            variables.Add((string)variable!["name"]!, ValueOf(variable, secret));
        return new([.. container["command"]!.AsArray().Select(word => Expanded((string)word!, variables))], variables);
    }

    private static string ValueOf(JsonNode variable, JsonNode secret)
    {
        if (variable["valueFrom"]!["secretKeyRef"] is { } reference)
        {
            Assert.Equal((string)secret["metadata"]!["name"]!, (string)reference["name"]!);
            return (string)secret["stringData"]![(string)reference["key"]!]!;
        }
        Assert.Equal("metadata.name", (string?)variable["valueFrom"]!["fieldRef"]!["fieldPath"]);
        return Pod;
    }

    // $(NAME) is the variable's value where there is one, $$ is $, and any other $ itself.
    private static string Expanded(string word, Dictionary<string, string> variables)
    {
        var expanded = "";
        for (var i = 0; i < word.Length; i++)
        {
            var rest = word[i..];
            if (rest.StartsWith("$$", StringComparison.Ordinal))
            {
                expanded += '$';
                i++;
            }
            else if (rest.StartsWith("$(", StringComparison.Ordinal) && rest.IndexOf(')', StringComparison.Ordinal) is var end and > 0 && variables.TryGetValue(rest[2..end], out var value))
            {
                expanded += value;
                i += end;
            }
            else
            {
                expanded += word[i];
            }
        }
        return expanded;
    }
}
