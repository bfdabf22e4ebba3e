namespace HyperSearch.Strategies;

/// <summary>The runs of the same settings: a trial and those that repeat it.</summary>
/// <param name="First">The trial.</param>
public sealed record ReplicatedTrials(Trial First)
{
    private readonly List<Trial> _repeats = [];

    /// <summary>How many there are, those that have not ended too.</summary>
    public int Count => 1 + _repeats.Count;

    /// <summary>Those that are complete.</summary>
    public IEnumerable<Trial> Complete => _repeats.Prepend(First).Where(trial => trial.State == TrialState.Complete);

    /// <summary>The mean of their values; null where none is complete.</summary>
    public double? Mean => Values is { Count: > 0, Mean: var mean } ? mean : null;

    /// <summary>The deviation of single values around their mean; null of fewer than two.</summary>
    public double? Deviation => Values is { Count: > 1, Deviation: var deviation } ? deviation : null;

    private MeanAndSpread Values => MeanAndSpread.Of(Complete.Select(trial => trial.Value!.Value));

    /// <summary>All trials by the settings that they run, in the order in which these come first.</summary>
    public static IReadOnlyList<ReplicatedTrials> Of(IEnumerable<Trial> trials)
    {
        var (groups, byNumber) = (new List<ReplicatedTrials>(), new Dictionary<int, ReplicatedTrials>());
        var repeats = new List<Trial>();
        foreach (var trial in trials)
        {
            if (trial.ReplicateOf is not null)
            {
                repeats.Add(trial);
                continue;
            }
            var group = new ReplicatedTrials(trial);
            groups.Add(group);
            byNumber.Add(trial.Number, group);
        }
        foreach (var repeat in repeats)
        {
            if (byNumber.TryGetValue(repeat.ReplicateOf!.Value, out var group))
                group._repeats.Add(repeat);
        }
        return groups;
    }

    /// <summary>They as one trial, whose values are the means.</summary>
    /// <param name="number">Its number.</param>
    internal Trial Merged(int number)
    {
        Trial[] complete = [.. Complete];
        var merged = First with { Number = number, PreviousResult = null, ReplicateOf = null };
        return First.State != TrialState.Complete || complete.Length < 2 ? merged : merged with
        {
            Value = Mean,
            FurtherValues = Means(complete, trial => trial.FurtherValues),
            Excesses = Means(complete, trial => trial.Excesses),
        };
    }

    private static double[] Means(Trial[] trials, Func<Trial, IReadOnlyList<double>> values)
    {
        var means = new double[values(trials[0]).Count];
        for (var i = 0; i < means.Length; i++)
        {
            foreach (var trial in trials)
                means[i] += values(trial)[i] / trials.Length;
        }
        return means;
    }
}
