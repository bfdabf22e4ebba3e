using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Search.Tests;

/// <summary>What a server of Kubernetes asks of a Job beyond the types of its fields, as its API reference says it.</summary>
internal static partial class JobRules
{
    private const int LongestLabel = 63, MostCompletions = 100_000;

    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["completionMode"] = ["Indexed", "NonIndexed"],
        ["restartPolicy"] = ["Always", "Never", "OnFailure"],
        ["action"] = ["Count", "FailIndex", "FailJob", "Ignore"],
        ["operator"] = ["In", "NotIn"],
        ["status"] = ["True", "False", "Unknown"],
        ["terminationMessagePolicy"] = ["File", "FallbackToLogsOnError"],
        ["podReplacementPolicy"] = ["Failed", "TerminatingOrFailed"],
        ["imagePullPolicy"] = ["Always", "IfNotPresent", "Never"],
    };

    /// <summary>Which rules an object breaks, a line each.</summary>
    public static IEnumerable<string> Broken(JsonNode job)
    {
        var (spec, pod) = (job["spec"]!, job["spec"]!["template"]!["spec"]!);
        var name = (string)job["metadata"]!["name"]!;
        var (completions, parallelism, failed) = ((int)spec["completions"]!, (int)spec["parallelism"]!, (int?)spec["maxFailedIndexes"]);
        var isIndexed = (string?)spec["completionMode"] == "Indexed";
        (string Rule, bool Holds)[] rules =
        [
            ("the name is a DNS label, also with the greatest index", DnsLabel().IsMatch($"{name}-{completions - 1}") && $"{name}-{completions - 1}".Length <= LongestLabel),
            ("the namespace is a DNS label", job["metadata"]!["namespace"] is not { } space || DnsLabel().IsMatch((string)space!)),
            ("an Indexed Job says how many complete it", !isIndexed || completions > 0),
            ("parallelism is from 0 to 100,000", parallelism is >= 0 and <= MostCompletions && completions <= MostCompletions),
            ("backoffLimitPerIndex needs an Indexed Job", spec["backoffLimitPerIndex"] is null || isIndexed),
            ("maxFailedIndexes needs backoffLimitPerIndex, and is at most completions", failed is null || (spec["backoffLimitPerIndex"] is not null && failed >= 0 && failed <= completions)),
            ("backoffLimitPerIndex and podFailurePolicy need pods that are not restarted", (string?)pod["restartPolicy"] == "Never"),
            ("a rule has onExitCodes or onPodConditions, and not both", Rules(spec).All(rule => rule["onExitCodes"] is null != rule["onPodConditions"] is null)),
            ("FailIndex needs backoffLimitPerIndex", Rules(spec).All(rule => (string?)rule["action"] != "FailIndex" || spec["backoffLimitPerIndex"] is not null)),
            ("a rule's container is one of the pod", ExitCodes(spec).All(codes => codes["containerName"] is not { } container || pod["containers"]!.AsArray().Any(known => (string?)known!["name"] == (string?)container))),
            ("exit codes rise and, for In, are not 0", ExitCodes(spec).All(codes => Values(codes).SequenceEqual(Values(codes).Distinct().Order()) && ((string?)codes["operator"] != "In" || !Values(codes).Contains(0)))),
            ("a container has an image and a DNS label", pod["containers"]!.AsArray().All(container => DnsLabel().IsMatch((string)container!["name"]!) && (string?)container["image"] is { Length: > 0 })),
            ("a limit is not below a request", pod["containers"]!.AsArray().All(LimitsHold)),
            ("no two variables have one name", pod["containers"]!.AsArray().All(container => container!["env"]!.AsArray().Select(variable => (string?)variable!["name"]).Distinct().Count() == container["env"]!.AsArray().Count)),
            ("labels are labels", Labels(job).Concat(Labels(spec["template"]!)).All(label => Label().IsMatch((string)label.Value!))),
        ];
        return [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Rule), .. UnknownWords(job)];
    }

    // Those of another resource are equal; Kubernetes wants that of extended ones.
    private static bool LimitsHold(JsonNode? container) => container!["resources"] is not { } resources
        || resources["requests"]!.AsObject().All(request => (string?)resources["limits"]![request.Key] == (string?)request.Value);

    private static IEnumerable<JsonNode> Rules(JsonNode spec) => spec["podFailurePolicy"]!["rules"]!.AsArray().Select(rule => rule!);

    private static IEnumerable<JsonNode> ExitCodes(JsonNode spec) => Rules(spec).Select(rule => rule["onExitCodes"]).OfType<JsonNode>();

    private static IEnumerable<int> Values(JsonNode codes) => codes["values"]!.AsArray().Select(value => (int)value!);

    private static JsonObject Labels(JsonNode of) => of["metadata"]!["labels"]!.AsObject();

    private static IEnumerable<string> UnknownWords(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Words.TryGetValue(pair.Key, out var words) && pair.Value is JsonValue value && !words.Contains((string)value!, StringComparer.Ordinal)
            ? [$"{pair.Key} is {value}"] : UnknownWords(pair.Value)),
        JsonArray list => list.SelectMany(UnknownWords),
        _ => [],
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
