using System.Text.Json;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The workers of a study that Kubernetes knows: a pod each.</summary>
internal static class KubernetesWorkers
{
    /// <param name="name">What the study's Job is called.</param>
    /// <param name="space">The namespace; null for that of kubectl's context.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="CommandFailedException">kubectl is not installed, or does not answer.</exception>
    public static async Task<IReadOnlyList<ClusterWorker>> ReadAsync(string name, string? space, CancellationToken cancel)
    {
        string[] command = ["kubectl", "get", "pods", $"--selector={JobManifest.InstanceLabel}={name}", "--output=json", .. space is null ? (string[])[] : [$"--namespace={space}"]];
        return Parse((await ClusterProgram.RunAsync(command, input: "", password: null, cancel)).OrFail("kubectl"), TimeProvider.System.GetUtcNow());
    }

    /// <param name="answer">A list of pods as kubectl prints it.</param>
    /// <param name="now">The time that those which run are counted to.</param>
    /// <exception cref="CommandFailedException">It is no such list.</exception>
    public static IReadOnlyList<ClusterWorker> Parse(string answer, DateTimeOffset now)
    {
        try
        {
            using var list = JsonDocument.Parse(answer);
            return [.. list.RootElement.GetProperty("items").EnumerateArray().Select(pod => new KubernetesPod(pod))
                .OrderBy(pod => pod.Index).ThenBy(pod => pod.Started ?? now).Select(pod => pod.ToWorker(now))];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandFailedException($"What kubectl has answered is no list of pods: {SafeText.Line(exception.Message)}");
        }
    }
}
