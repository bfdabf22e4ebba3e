using System.Text.Json;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>A pod of a worker, as kubectl prints it.</summary>
internal sealed class KubernetesPod(JsonElement pod)
{
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index", FailuresAnnotation = "batch.kubernetes.io/job-index-failure-count";

    /// <summary>The worker's number, from 0.</summary>
    public int Index => NumberOf(IndexAnnotation) ?? 0;

    public DateTimeOffset? Started => Text(pod, "status", "startTime") is { } time ? DateTimeOffset.Parse(time) : null;

    public ClusterWorker ToWorker(DateTimeOffset now)
    {
        var terminated = Terminated;
        var ended = terminated is { } end && Text(end, "finishedAt") is { } time ? DateTimeOffset.Parse(time) : now;
        var phase = Text(pod, "status", "phase") ?? "Unknown";
        var code = Code(terminated);
        return new(Text(pod, "metadata", "name") ?? "", phase.ToLowerInvariant())
        {
            Host = Text(pod, "spec", "nodeName"),
            Time = Started is { } started && ended >= started ? Durations.Format(ended - started) : null,
            Restarts = NumberOf(FailuresAnnotation),
            Why = Why(phase, terminated, code),
            LastLines = code is null or 0 ? [] : FileEnd.Last(Text(terminated!.Value, "message") ?? ""),
        };
    }

    private JsonElement? Terminated => Container is { } container && Find(container, "state", "terminated") is { } end ? end : null;

    private JsonElement? Container => Find(pod, "status", "containerStatuses") is { ValueKind: JsonValueKind.Array } statuses
        ? statuses.EnumerateArray().Where(status => Text(status, "name") == JobManifest.Container).Select(status => (JsonElement?)status).FirstOrDefault()
        : null;

    private string? Why(string phase, JsonElement? terminated, int? code)
    {
        if (Condition("DisruptionTarget", "True") is { } disruption)
            return $"was disrupted: {Reason(disruption)}";
        if (terminated is { } end)
        {
            return Text(end, "reason") == "OOMKilled" ? "took more memory than it was given: --memory"
                : code is 0 ? "done"
                : WorkerEnd.Of(code);
        }
        // Such as an image that cannot be had.
        if (Container is { } container && Find(container, "state", "waiting") is { } waiting)
            return $"waits: {Reason(waiting)}";
        if (phase == "Pending" && Condition("PodScheduled", "False") is { } unscheduled)
            return $"waits: {Reason(unscheduled)}";
        return Text(pod, "status", "message") ?? Text(pod, "status", "reason");
    }

    private JsonElement? Condition(string type, string status) => Find(pod, "status", "conditions") is { ValueKind: JsonValueKind.Array } conditions
        ? conditions.EnumerateArray().Where(condition => Text(condition, "type") == type && Text(condition, "status") == status).Select(condition => (JsonElement?)condition).FirstOrDefault()
        : null;

    private int? NumberOf(string annotation) =>
        int.TryParse(Text(pod, "metadata", "annotations", annotation), out var number) ? number : null;

    private static int? Code(JsonElement? terminated) => terminated is { } end && Find(end, "exitCode") is { } code ? code.GetInt32() : null;

    private static string Reason(JsonElement of) => Text(of, "message") is { Length: > 0 } message ? $"{Text(of, "reason")}: {message}" : Text(of, "reason") ?? "";

    private static string? Text(JsonElement of, params string[] path) => Find(of, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Find(JsonElement of, params string[] path)
    {
        foreach (var name in path)
        {
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out of))
                return null;
        }
        return of;
    }
}
