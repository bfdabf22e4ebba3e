using Microsoft.Extensions.Logging;

namespace HyperSearch;

/// <summary>How a study is run this time.</summary>
public sealed record RunOptions
{
    /// <summary>How many trials run side by side in this process, each on a thread of its own; at least 1.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether trials are the same in every run with as many workers, whatever the timing: trial k is proposed from the results of
    /// the trials up to k − <see cref="Workers"/> exactly. It holds while no other process works on the study.
    /// </summary>
    public bool Reproducible { get; init; }

    /// <summary>Whether a pruner is asked.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Whether to stay while other workers run trials, in case one of these is given back.</summary>
    public bool StayUntilDone { get; init; }

    /// <summary>What proposes; by default the study's own strategy.</summary>
    public IStrategy? Strategy { get; init; }

    /// <summary>What stops trials early; by default the study's own pruner.</summary>
    public IPruner? Pruner { get; init; }

    /// <summary>When to stop; by default the study's own budget.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Whether a study on record may go on in a wider space than it has there.</summary>
    public bool AllowWidening { get; init; }

    /// <summary>Which earlier studies a new one learns from; by default what the study says.</summary>
    public Earlier? LearnFrom { get; init; }

    /// <summary>Told after each trial, by its worker.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>Told of trials (debug), of the beginning and the end of runs (information), and of what is wrong (warning).</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Where trials save their checkpoints as files; by default beside the store's file, in a server's database, and nowhere for a study in memory.</summary>
    public string? CheckpointFolder { get; init; }
}
