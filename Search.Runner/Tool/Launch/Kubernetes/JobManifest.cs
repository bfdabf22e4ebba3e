using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>An Indexed Job of workers, an index a worker.</summary>
internal static class JobManifest
{
    public const string Container = "worker", InstanceLabel = "app.kubernetes.io/instance";

    // So that --status can still ask why a worker ended.
    private const int SecondsKept = 24 * 60 * 60;

    // What a worker needs beyond its grace to start ending, and to end.
    private const int Margin = 15;

    public static YamlMap Of(Launch launch, KubernetesResources resources) => new()
    {
        { "apiVersion", "batch/v1" },
        { "kind", "Job" },
        { "metadata", Metadata(launch, resources) },
        {
            "spec", new YamlMap
            {
                { "completionMode", "Indexed" },
                { "completions", launch.Workers },
                { "parallelism", launch.AtOnce },
                { "backoffLimitPerIndex", launch.Restarts },
                // Where half of the workers cannot be kept alive, something is wrong with all.
                { "maxFailedIndexes", (launch.Workers + 1) / 2 },
                { "podFailurePolicy", FailurePolicy() },
                { "ttlSecondsAfterFinished", SecondsKept },
                { "template", new YamlMap { { "metadata", new YamlMap { { "labels", Labels(launch) } } }, { "spec", Pod(launch, resources) } } },
            }
        },
    };

    /// <summary>What an object of the launch is called, and where it is.</summary>
    public static YamlMap Metadata(Launch launch, KubernetesResources resources) => new()
    {
        { "name", launch.Name },
        { "namespace", resources.Namespace },
        { "labels", Labels(launch) },
        { "annotations", new YamlMap { { "hypersearch-study", launch.Study } } },
    };

    private static YamlMap Labels(Launch launch) => new() { { "app.kubernetes.io/name", "hypersearch" }, { InstanceLabel, launch.Name } };

    // The first rule that fits holds. What is not named is a death, and counts.
    private static YamlMap FailurePolicy() => new()
    {
        {
            "rules", new YamlMap[]
            {
                // A node was drained, a pod evicted or made room: the worker has given its trials back.
                new() { { "action", "Ignore" }, { "onPodConditions", new YamlMap[] { new() { { "type", "DisruptionTarget" }, { "status", "True" } } } } },
                ExitCode("Ignore", ExitCodes.Interrupted),
                // The command line is wrong, and stays wrong.
                ExitCode("FailJob", ExitCodes.WrongUsage),
            }
        },
    };

    private static YamlMap ExitCode(string action, int code) => new()
    {
        { "action", action },
        { "onExitCodes", new YamlMap { { "containerName", Container }, { "operator", "In" }, { "values", new[] { code } } } },
    };

    private static YamlMap Pod(Launch launch, KubernetesResources resources)
    {
        var given = new YamlMap { { "cpu", resources.Cpus }, { "memory", resources.Memory }, { "nvidia.com/gpu", resources.Gpus is { } gpus ? $"{gpus}" : null } };
        return new()
        {
            { "restartPolicy", "Never" },
            { "terminationGracePeriodSeconds", launch.GraceSeconds + Margin },
            { "automountServiceAccountToken", false },
            {
                "containers", new YamlMap[]
                {
                    new()
                    {
                        { "name", Container },
                        { "image", resources.Image },
                        { "command", launch.Command.Select(Literal).ToArray() },
                        { "env", Variables(launch) },
                        { "resources", new YamlMap { { "requests", given }, { "limits", given } } },
                        // What --status shows of one that failed.
                        { "terminationMessagePolicy", "FallbackToLogsOnError" },
                    },
                }
            },
        };
    }

    private static YamlMap[] Variables(Launch launch) =>
    [
        new()
        {
            { "name", LaunchedStore.PasswordVariable },
            // A database that asks for no password needs no secret.
            { "valueFrom", new YamlMap { { "secretKeyRef", new YamlMap { { "name", launch.Name }, { "key", LaunchedStore.PasswordVariable }, { "optional", true } } } } },
        },
        new() { { "name", WorkerIdentity.NameVariable }, { "valueFrom", new YamlMap { { "fieldRef", new YamlMap { { "fieldPath", "metadata.name" } } } } } },
    ];

    // Kubernetes puts a variable's value in the place of $(NAME), and a $ in that of $$.
    private static string Literal(string word) => word.Replace("$", "$$", StringComparison.Ordinal);
}
