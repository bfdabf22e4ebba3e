namespace HyperSearch.Tool;

/// <summary>What the workers run in, and what each of them is given.</summary>
/// <param name="Image">The image with the study's program.</param>
internal sealed record KubernetesResources(string Image)
{
    /// <summary>Null for that of kubectl's context.</summary>
    public string? Namespace { get; init; }

    /// <summary>In Kubernetes' own words, such as 2 or 500m.</summary>
    public string Cpus { get; init; } = "1";

    /// <summary>In Kubernetes' own words, such as 4Gi.</summary>
    public string Memory { get; init; } = "2Gi";

    /// <summary>Null for none.</summary>
    public int? Gpus { get; init; }
}
