namespace HyperSearch;

/// <summary>How often a search runs the settings of a trial, each time with another seed and split. A number says how often: <c>Replicates = 3</c>.</summary>
/// <remarks>Each run is a trial of its own, which says whose settings it repeats (<see cref="Trial.ReplicateOf"/>), and budgets count it.</remarks>
public sealed record Replicates
{
    private Replicates(int most, bool isRacing) => (Most, IsRacing) = (most, isRacing);

    /// <summary>Each runs once.</summary>
    public static Replicates None { get; } = new(1, isRacing: false);

    /// <summary>
    /// Only promising ones run again, as in irace and SMAC (López-Ibáñez et al. 2016; Hutter, Hoos, Leyton-Brown 2011): what looks better than
    /// the best one so far, until its mean is worse or it has run as often; and the best one from time to time.
    /// </summary>
    public static Replicates Racing { get; } = new(10, isRacing: true);

    /// <summary>How often the same settings run at most; 1 or more.</summary>
    public int Most
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>Whether only promising ones run again.</summary>
    public bool IsRacing { get; }

    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static implicit operator Replicates(int count) => Each(count);

    /// <summary>Each runs so often.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static Replicates Each(int count) => None with { Most = count };

    public override string ToString() => IsRacing ? $"up to {Most} runs of promising settings" : Most == 1 ? "one run each" : $"{Most} runs each";
}
