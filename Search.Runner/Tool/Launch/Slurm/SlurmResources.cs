namespace HyperSearch.Tool;

/// <summary>What each worker is given by Slurm, in sbatch's own words; null for what the cluster gives by default.</summary>
internal sealed record SlurmResources
{
    /// <summary>After how long Slurm ends a worker; it is asked before, and goes on later.</summary>
    public TimeSpan? Time { get; init; }

    public string? Memory { get; init; }

    public int? Cores { get; init; }

    public string? Gpus { get; init; }

    public string? Generic { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    /// <summary>The file that takes what a worker prints, with sbatch's own placeholders; null for one in the working directory.</summary>
    public string? Output { get; init; }

    /// <summary>Further options, a line each.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];
}
