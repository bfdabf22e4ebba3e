using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study for programs in other languages: a parameter of each kind, one that is not always active, and a pruner.</summary>
internal static class ServedStudy
{
    public const string Name = "served-study";

    public static Study Create() => new Study<double>(Name)
    {
        Goal = Goal.Maximize("accuracy"),
        Space = suggest => suggest.LogUniform("lr", 1e-6, 1e-2) * suggest.Int("layers", 1, 4)
            + (suggest.Bool("wide") ? suggest.Ordinal("units", 16, 64) : 0) + suggest.Choice("act", "relu", "ä\"\\\n", "😀").Length,
        Strategy = new RandomSearch(),
        Pruner = new ThresholdPruner { Lowest = 0.25 },
        Budget = new(Trials: 16),
    };

    /// <summary>
    /// Its sixteen trials are as a client's test has a program tell them: of each four one is pruned, one has an error, one has no number as
    /// its score, and one is complete.
    /// </summary>
    /// <param name="file">The store.</param>
    /// <param name="error">What the second has for an error.</param>
    /// <param name="scoreOfNone">How the language writes a score that is none.</param>
    /// <param name="note">What trial 3 noted.</param>
    public static async Task AssertHasRunAsync(string file, string error, string scoreOfNone, string note)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var store = new SqliteStudyStore(file);
        var record = (await store.FindAsync(Name, cancel))!;
        var trials = await record.ReadAsync(cancel);
        Assert.All(trials, trial => Assert.Equal(
            (trial.Number % 4) switch
            {
                0 => (TrialState.Pruned, 0.1, null),
                1 => (TrialState.Failed, null, error),
                2 => (TrialState.Failed, null, $"The score is {scoreOfNone}: it must be finite."),
                _ => (TrialState.Complete, (double?)trial.Number + 0.5, (string?)null),
            }, (trial.State, trial.Value, trial.Error)));
        Assert.Equal(16, (await record.ReadMetricsAsync(cancel)).Count(metric => (metric.Name, metric.Step, metric.Value) == ("train", 1, 0.75)));
        Assert.Equal(note, (await record.ReadNotesAsync(3, cancel))[0].Text);
        Assert.StartsWith("16 proposals recomputed, all identical", (await CommandRun.OfAsync(Create(), "replay", "--store", file)).Out, StringComparison.Ordinal);
    }
}
