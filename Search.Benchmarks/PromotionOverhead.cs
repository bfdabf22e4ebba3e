using System.Diagnostics;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// The trials a second along a study with successive halving whose trials leave checkpoints, so that some are promoted. A trial
/// does nothing but report and save.
/// </summary>
internal static class PromotionOverhead
{
    /// <summary>How many trials a rate is of.</summary>
    public const int TrialsOfPart = 1000;

    private const int Parts = 10, Workers = 8, Steps = 8;

    /// <returns>Trials a second by tenths of the study, and how many were promoted.</returns>
    public static async Task<(IReadOnlyList<double> Rates, int Promoted)> RunAsync(IStudyStore store, string checkpoints, int parts = Parts)
    {
        // The last trials are of no part: when the budget is used up, workers wait for what others may have promoted.
        var begun = new long[parts + 1];
        var study = Create(parts * TrialsOfPart + Workers, number =>
        {
            if (number % TrialsOfPart == 0)
                begun[number / TrialsOfPart] = Stopwatch.GetTimestamp();
        });
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        await new StudyRunner(study, space, record, new RunOptions { Workers = Workers, CheckpointFolder = checkpoints }).RunAsync();
        var rates = begun.Skip(1).Zip(begun, (end, begin) => TrialsOfPart / Stopwatch.GetElapsedTime(begin, end).TotalSeconds);
        return ([.. rates], (await record.ReadWithoutMeasurementsAsync()).Count(trial => trial.PreviousResult is not null));
    }

    private static Study<double> Create(int trials, Action<int> begins)
    {
        var empty = EmptyStudy.Create(Guid.NewGuid().ToString("N"), new RandomSearch(), new Budget(trials));
        return new Study<double>(empty.Name)
        {
            Goal = empty.Goal,
            Space = empty.Space,
            Objective = (sum, trial, _) =>
            {
                if (trial.Checkpoint is null)
                    begins(trial.Number);
                for (var step = 1 + (trial.Checkpoint?.Step ?? 0); step <= Steps; step++)
                {
                    // The later, the worse, so that those before are promoted all the time.
                    var value = sum + 0.01 * Math.Sin(trial.Number * step) - 1e-4 * trial.Number;
                    if (trial.Report(step, value))
                        continue;
                    trial.SaveCheckpoint(step, stream => stream.WriteByte(1));
                    return value;
                }
                return sum;
            },
            Strategy = empty.Strategy,
            Pruner = new SuccessiveHalvingPruner(r: 1),
            Budget = empty.Budget,
        };
    }
}
