using HyperSearch;

namespace Search.Tests;

/// <summary>Trials and histories by the values they reported.</summary>
internal static class PrunerCases
{
    extension(Trial trial)
    {
        public int LastMeasuredStep => trial.Measurements[^1].Step;
    }

    /// <summary>A complete trial that reported these values at the steps 1, 2, ….</summary>
    public static Trial Trial(int number, params double[] values) => new(number, TrialState.Complete, ExampleSpaces.Floats(1).Complete([0.5]))
    {
        Measurements = [.. values.Select((value, i) => new Measurement(i + 1, value))],
        Value = values[^1],
    };

    /// <summary>The same, stopped after the last of them.</summary>
    public static Trial Stopped(int number, params double[] values) => Trial(number, values) with { State = TrialState.Pruned };

    public static History Past(params IEnumerable<Trial> trials) =>
        History.Of(new(ExampleSpaces.Floats(1), Goal.Maximize("score"), 0), trials);
}
