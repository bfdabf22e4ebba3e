using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What is applied: a Secret with the database's password, and a Job of workers.</summary>
internal static class Manifests
{
    private const string Placeholder = "put the password of the database here";

    /// <summary>To be read and kept by people.</summary>
    /// <param name="launch">The workers.</param>
    /// <param name="resources">What they run in.</param>
    /// <param name="password">The password as it is to stand in the Secret; null for a placeholder.</param>
    public static string Print(Launch launch, KubernetesResources resources, string? password)
    {
        var space = resources.Namespace is { } name ? $" --namespace={name}" : "";
        return $"""
            # {launch.Workers} workers of the study {SafeText.Line(launch.Study)} in {SafeText.Line(launch.Store.Name)}.
            # The password of that database, if it asks for one. This makes it without a file: printf %s "${LaunchedStore.PasswordVariable}" |
            #   kubectl create secret generic {launch.Name}{space} --from-file={LaunchedStore.PasswordVariable}=/dev/stdin
            {YamlWriter.Document(Secret(launch, resources, password ?? Placeholder))}---
            {YamlWriter.Document(JobManifest.Of(launch, resources))}
            """;
    }

    /// <summary>For kubectl alone: without a Secret where there is no password.</summary>
    public static string ForSubmission(Launch launch, KubernetesResources resources) =>
        (launch.Store.Password is { } password ? YamlWriter.Document(Secret(launch, resources, password)) + "---\n" : "") + YamlWriter.Document(JobManifest.Of(launch, resources));

    private static YamlMap Secret(Launch launch, KubernetesResources resources, string password) => new()
    {
        { "apiVersion", "v1" },
        { "kind", "Secret" },
        { "metadata", JobManifest.Metadata(launch, resources) },
        { "type", "Opaque" },
        { "stringData", new YamlMap { { LaunchedStore.PasswordVariable, password } } },
    };
}
