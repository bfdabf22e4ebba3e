namespace HyperSearch.Tool;

/// <summary>The workers that a study is to have in a cluster.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Store">Where it is on record.</param>
internal sealed record Launch(string Study, LaunchedStore Store)
{
    private static readonly string[] ByDefault = ["hypersearch", "work"];

    /// <inheritdoc cref="LaunchName"/>
    public string Name => LaunchName.Of(Study, Store);

    /// <summary>How many there are in all; at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How many of them run at once; from 1 to <see cref="Workers"/>.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>How long a worker may take to give its trials back after it was asked to end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a worker that died is started again; at least 0.</summary>
    public int Restarts { get; init; }

    /// <summary>What runs a worker of this study, up to its own options; null for `hypersearch work STUDY`.</summary>
    public IReadOnlyList<string>? WorkerCommand { get; init; }

    /// <summary>The words of a worker's command line.</summary>
    public IReadOnlyList<string> Command
    {
        get
        {
            string[] options = ["--store", Store.Address, "--workers", "1", "--grace", $"{GraceSeconds}s"];
            // Behind -- a name that looks like an option is none.
            return WorkerCommand is { } command ? [.. command, .. options]
                : Study[0] == '-' ? [.. ByDefault, "--", Study, .. options]
                : [.. ByDefault, Study, .. options];
        }
    }

    /// <summary><see cref="Grace"/> in whole seconds, as clusters count.</summary>
    public int GraceSeconds => (int)Math.Ceiling(Grace.TotalSeconds);
}
