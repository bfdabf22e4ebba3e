using HyperSearch;

namespace Search.Tests;

/// <summary>Studies of a space with conditions, cheap trials of which some fail, and a strategy that learns from results.</summary>
internal static class ConditionalStudy
{
    public const string Tpe = "tpe", Auto = "auto";

    /// <summary>Names a file that trials wait for before they end; none where it is not set.</summary>
    public const string GateVariable = "HYPERSEARCH_TEST_GATE";

    /// <param name="name">Which strategy, and the study's name.</param>
    public static Study Create(string name) => new Study<(double Rate, int[] Units, double Momentum)>(name)
    {
        Goal = Goal.Maximize("score"),
        Space = suggest =>
        {
            var rate = suggest.LogUniform("rate", 1e-6, 1e-1);
            var units = new int[suggest.Int("layers", 1, 3)];
            for (var i = 0; i < units.Length; i++)
                units[i] = suggest.LogInt($"units{i + 1}", 4, 512);
            return (rate, units, suggest.Choice("optimizer", "sgd", "adam") == "sgd" ? suggest.Uniform("momentum", 0, 0.99) : 0.9);
        },
        Objective = (settings, trial, cancel) =>
        {
            while (Environment.GetEnvironmentVariable(GateVariable) is { } gate && !File.Exists(gate))
            {
                cancel.WaitHandle.WaitOne(10);
                cancel.ThrowIfCancellationRequested();
            }
            // So that each run has another timing.
            cancel.WaitHandle.WaitOne((int)(TimeProvider.System.GetTimestamp() / 1000 % 25));
            cancel.ThrowIfCancellationRequested();
            return trial.Number % 17 == 5
                ? throw new FormatException("one of seventeen")
                : -Math.Abs(Math.Log10(settings.Rate) + 3) - Math.Abs(settings.Units.Sum() - 200) / 100.0 - settings.Momentum + trial.Seed % 1000 / 1000.0;
        },
        Strategy = name switch { Tpe => new Tpe(), Auto => new AutoSearch(), _ => throw new ArgumentException($"There is no study '{name}'.", nameof(name)) },
        Budget = new(Trials: name == Tpe ? 60 : 100),
        Seed = 11,
    };
}
