using HyperSearch;

namespace Search.Tests;

/// <summary>Two studies of one space, of which the second learns from the first, with trials that take some milliseconds.</summary>
internal static class LearningStudy
{
    public const string First = "learning-first", Second = "learning-second";

    /// <param name="name">Which of them.</param>
    /// <param name="strategy">What proposes; by default the first draws at random, and the second learns.</param>
    /// <param name="learnFrom">What it learns from, as in a study file.</param>
    public static Study Create(string name = Second, IStrategy? strategy = null, Earlier? learnFrom = null) => new Study<(double Rate, int Units, string Kind)>(name)
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-1), suggest.Int("units", 1, 8), suggest.Choice("kind", "relu", "tanh", "elu")),
        Objective = (settings, trial, cancel) =>
        {
            cancel.WaitHandle.WaitOne(10);
            cancel.ThrowIfCancellationRequested();
            return trial.Number % 7 == 3
                ? throw new FormatException("one of seven")
                : settings.Units - Math.Abs(Math.Log10(settings.Rate) + 4) - settings.Kind.Length + trial.Seed % 1000 / 1000.0;
        },
        Strategy = strategy ?? (name == First ? new RandomSearch() : new LearnsFromBest()),
        Budget = new(Trials: name == First ? 12 : 30),
        Seed = 5,
        LearnFrom = learnFrom ?? Earlier.Related,
    };

    /// <summary>The study of a name; null where it is none of these.</summary>
    public static Study? TryCreate(string name) => name is First or Second ? Create(name) : null;
}
