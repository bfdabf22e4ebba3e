using HyperSearch.Core;

namespace HyperSearch;

/// <summary>What a study does about trials that fail, or take too long or too much.</summary>
public sealed record TrialPolicy
{
    /// <summary>The most bytes that <see cref="KeptCheckpoints"/> has trials keep, and the size of a checkpoint in a server's database, where nothing else is said.</summary>
    public const long DefaultCheckpointBytes = 1L << 30;

    /// <summary>How often a trial whose objective throws is run again, under its number, before it counts as failed.</summary>
    public int Retries { get; init; }

    /// <summary>The pause before the first retry. It doubles from retry to retry, and varies by chance so that workers do not retry in step.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Which exceptions are worth a retry; by default all.</summary>
    public Func<Exception, bool> IsRetried { get; init; } = _ => true;

    /// <summary>
    /// After so many deaths of a process with the trial in it, since its last result, the trial is recorded as failed and the study
    /// goes on; at least 1. A trial that ends its process takes down those that run beside it, so the last attempt comes after all
    /// other trials, and alone in its process; with 1 there is no such attempt, and those beside it fail too. A run that is
    /// interrupted is no death.
    /// </summary>
    public int MostAttempts
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"`MostAttempts >= 1` must hold, but it is {value}.");
    } = StartLimits.DefaultMostAttempts;

    /// <summary>After so many failed trials a run stops; null for no limit. A run whose first ten trials all fail stops in any case.</summary>
    public int? MostFailures { get; init; }

    /// <summary>How long a trial may run, retries included, before it is cancelled and recorded as failed; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long a trial that was cancelled may take to end. After that it is recorded as failed and its thread is abandoned.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The bytes of managed memory that this process may use while trials run; above that the trial that started last is
    /// cancelled and recorded as failed. Null for no limit. Native memory is not seen.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The bytes that a checkpoint may have where checkpoints lie in a server's database; at least 1, below 2 GiB. The run warns of a
    /// larger one, which is not kept, and the trial goes on.
    /// </summary>
    public long LargestCheckpoint
    {
        get;
        init => field = value is >= 1 and <= int.MaxValue ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"`1 <= LargestCheckpoint <= {int.MaxValue}` must hold, but it is {value}.");
    } = DefaultCheckpointBytes;

    /// <summary>
    /// The bytes of checkpoints that pruned trials keep when a run ends as done, so that a longer one can promote them; 0 or more. Those
    /// that came furthest come first, and of these the best.
    /// </summary>
    public long KeptCheckpoints
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"`KeptCheckpoints >= 0` must hold, but it is {value}.");
    } = DefaultCheckpointBytes;
}
