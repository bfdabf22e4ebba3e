using System.Diagnostics;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>A study with ten parameters whose trials keep a core busy for a while.</summary>
internal static class WorkingStudy
{
    /// <summary>Runs it until it has so many trials.</summary>
    /// <param name="file">The SQLite file.</param>
    /// <param name="name">The study's name.</param>
    /// <param name="trials">How many.</param>
    /// <param name="milliseconds">How long each keeps a core busy.</param>
    /// <param name="steps">How many measurements each reports.</param>
    /// <param name="workers">How many run at once.</param>
    public static async Task RunAsync(string file, string name, int trials, int milliseconds, int steps, int workers)
    {
        await using var store = new SqliteStudyStore(file);
        var study = new Study<double>(name)
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => Enumerable.Range(0, 10).Sum(i => suggest.LogUniform($"x{i}", 1e-6, 1e-2)),
            Objective = (sum, trial, _) =>
            {
                var begun = Stopwatch.GetTimestamp();
                for (var step = 1; step <= steps; step++)
                    trial.Report(step, sum * step / steps);
                while (Stopwatch.GetElapsedTime(begun).TotalMilliseconds < milliseconds)
                    Thread.SpinWait(100);
                return sum;
            },
            Strategy = new RandomSearch(),
            Budget = new(trials),
        };
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        await new StudyRunner(study, space, record, new RunOptions { Workers = workers }).RunAsync();
    }
}
