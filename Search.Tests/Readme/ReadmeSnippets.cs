using HyperSearch;
using Microsoft.Extensions.Logging;

namespace Search.Tests;

/// <summary>The README's pieces of code, so that they compile. A test compares them with its text.</summary>
internal static class ReadmeSnippets
{
    public enum MyEnum
    {
        One,
        Two,
    }

    public static void Values(ISuggest suggest)
    {
        suggest.Uniform("dropout", 0, 0.5);
        suggest.Uniform("dropout", 0, 0.5, step: 0.1);
        suggest.LogUniform("lr", 1e-6, 1e-2);
        suggest.Int("layers", 1, 4);
        suggest.LogInt("units", 16, 512);
        suggest.Choice("activation", "relu", "tanh");
        suggest.Choice<MyEnum>("kind");
        suggest.Bool("bias");
        suggest.Ordinal("batch", 32, 64, 128);
        suggest.Reject("too wide");
    }

    public static void Trial(ITrial trial)
    {
        trial.Record("ms", 3.2);
        trial.Note("…");
        trial.SaveArtifact("model", [1]);
    }

    public static async Task RunAsync(Study<int> study, IProgress<RunProgress> progress, ILogger logger, CancellationToken cancel) =>
        await study.RunAsync("runs.db", new() { Workers = 4, Progress = progress, Logger = logger }, cancel);

    public static Study Study() => new Study<int[]>("snippets")
    {
        Goal = Goal.Minimize("loss"),
        Space = _ => [],
        Objective = (_, _, _) => 0,
        Pruner = new SuccessiveHalvingPruner(),
        Policy = new() { Timeout = TimeSpan.FromMinutes(1), Retries = 2, MostAttempts = 3 },
        LearnFrom = Earlier.Studies("churn-*"),
        Keep = Artifacts.OfBest(3),
    };

    public static Study SeveralGoals() => new Study<int[]>("several")
    {
        Goals = [Goal.Maximize("accuracy"), Goal.Minimize("ms")],
        Constraints = [Constraint.AtMost("mb", 20)],
        Space = _ => [],
    };

    public static object Forbidding() => new Study<(int[] Widths, int Layers)>("forbids")
    {
        Goal = Goal.Minimize("loss"),
        Space = _ => ([], 0),
        Forbid = settings => settings.Widths.Sum() > 1000,
        StopWhenFlat = new(Trials: 30, Tolerance: 0.001),
        Stop = Stop.WhenNotWorthIt(0.001),
    };

    public static Study Repeated() => new Study<double>("repeated")
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = new((x, trial, _) => trial.IsTest ? x : x + trial.Split % 2),
        Replicates = 3,
    };

    public static Study Raced() => new Study<double>("raced")
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Replicates = Replicates.Racing with { Most = 5 },
    };
}
