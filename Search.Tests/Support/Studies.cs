using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>The studies that tests run.</summary>
internal static class Studies
{
    /// <summary>Two parameters; the score is computed from them and the trial's seed alone.</summary>
    public static Study<(double Rate, int Units)> Create(
        Func<(double Rate, int Units), ITrial, CancellationToken, double>? objective = null,
        int? trials = 20,
        IStrategy? strategy = null,
        ulong seed = 7,
        Artifacts? keep = null) => new("test-study")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-2), suggest.Int("units", 1, 8)),
            Objective = new((settings, trial, cancel) => (objective ?? Score)(settings, trial, cancel)),
            Strategy = strategy ?? new RandomSearch(),
            Budget = new(trials),
            Seed = seed,
            Keep = keep ?? Artifacts.All,
        };

    public static double Score((double Rate, int Units) settings, ITrial trial, CancellationToken cancel)
    {
        for (var step = 1; step <= 3; step++)
            trial.Report(step, step * settings.Units);
        return settings.Units - Math.Abs(Math.Log10(settings.Rate) + 4) + trial.Seed % 1000 / 1000.0;
    }

    public static StudyDefinition Define(Study study) => new(study.Name, study.TraceSpace(), study.Goal, study.Seed);
}
