using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study of any number of trials, made up and not run: ten parameters, one of them conditional, notes, pruned and failed trials.</summary>
internal static class LargeStudy
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <param name="count">How many trials.</param>
    /// <param name="steps">How many measurements each trial that is not failed has.</param>
    /// <param name="isMaximize">Which values are better.</param>
    /// <param name="running">How many of the last trials still run.</param>
    public static PageStudy Create(int count, int steps = 0, bool isMaximize = true, int running = 3)
    {
        var space = new SearchSpace([
            .. Enumerable.Range(0, 6).Select(i => new FloatParameter($"rate {i}", 1e-6, 1e-1, Scale.Log)),
            new FloatParameter("momentum", 0, 1), new IntParameter("layers", 1, 8),
            new ChoiceParameter<string>("kind", ["relu", "tanh", "elu"]), new OrdinalParameter<int>("batch", [16, 32, 64])]);
        var study = new StudyDefinition("large", space, isMaximize ? Goal.Maximize("accuracy") : Goal.Minimize("loss"), 1) { Strategy = "RandomSearch", PlannedTrials = 2 * count };
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        var trials = new Trial[count];
        var attempts = new TrialAttempt[count];
        var order = FinishOrders(count - running, ref random);
        for (var i = 0; i < count; i++)
        {
            var codes = new double[space.Count];
            for (var j = 0; j < codes.Length; j++)
                codes[j] = space[j].Snap(space[j].IsCategorical ? random.NextInt(3) : random.NextDouble());
            if (codes[8] != 0)
                codes[6] = double.NaN;
            var state = i >= count - running ? TrialState.Running : (i % 20) switch { 7 => TrialState.Failed, 3 or 11 => TrialState.Pruned, _ => TrialState.Complete };
            double? value = state is TrialState.Complete or TrialState.Pruned ? Math.Round(random.NextDouble() - codes[0] * codes[0], 4) : null;
            trials[i] = new(i, state, new Point(codes))
            {
                Value = value,
                Measurements = value is null ? [] : [.. Enumerable.Range(1, steps).Select(step => new Measurement(step, value.Value * step / steps))],
                Observed = Math.Max(0, i - 3),
                FinishOrder = state == TrialState.Running ? null : order[i],
                Note = $"expected improvement {random.NextDouble():0.0000}",
                Error = state == TrialState.Failed ? $"System.FormatException: no data {i}\n   at Study.Objective()" : null,
                Started = Begin.AddSeconds(i),
                Finished = state == TrialState.Running ? null : Begin.AddSeconds(i + 1.5),
            };
            attempts[i] = new(i, 1, state == TrialState.Running ? null : AttemptEnds.Of(state)) { Worker = $"process {i % 4} on host", Started = trials[i].Started, Ended = trials[i].Finished };
        }
        return new() { Study = study, Created = Begin, Trials = trials, Attempts = attempts, RunningTime = TimeSpan.FromSeconds(count), Now = Begin.AddSeconds(count) };
    }

    // Neighbours arrive the other way round here and there.
    private static int[] FinishOrders(int count, ref RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = 1; i < count; i++)
        {
            if (random.NextInt(3) == 0)
                (order[i - 1], order[i]) = (order[i], order[i - 1]);
        }
        return order;
    }
}
