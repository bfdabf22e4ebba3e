using System.Globalization;
using System.Text;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>
/// Every strategy, and studies with them whose trials take no time and no function of the C library, so that their results are
/// the same everywhere too.
/// </summary>
internal static class EveryStrategy
{
    private const int Trials = 64, Workers = 3;

    // Without vector instructions a Gaussian process takes its time, and those of several goals take several times as long.
    private const int TrialsByGoals = 30;

    /// <summary>Of each study that is on record.</summary>
    public const int Recorded = 40;

    /// <summary>A new instance of each, by the type's name.</summary>
    public static IReadOnlyDictionary<string, Func<IStrategy>> Create { get; } = new Dictionary<string, Func<IStrategy>>(StringComparer.Ordinal)
    {
        [nameof(AutoSearch)] = () => new AutoSearch(),
        [nameof(CmaEs)] = () => new CmaEs(),
        [nameof(ForestSearch)] = () => new ForestSearch(),
        [nameof(GaussianProcessSearch)] = () => new GaussianProcessSearch(),
        [nameof(GridSearch)] = () => new GridSearch(levels: 2) { Rounds = 3, MostPoints = 100_000, AllowPartial = true },
        [nameof(ManualSearch)] = () => new ManualSearch([.. Enumerable.Range(1, Trials).Select(i => new Setting { { "rate", 0.1 / (3 * i) }, { "units", 4 + i } })]),
        [nameof(Narrowing)] = () => new Narrowing(new Tpe()),
        [nameof(Nsga2)] = () => new Nsga2(),
        [nameof(RandomSearch)] = () => new RandomSearch(),
        [nameof(SobolSearch)] = () => new SobolSearch(),
        [nameof(Tpe)] = () => new Tpe(),
    };

    // Those that have arithmetic of their own for several goals, and one of those that make one loss of them.
    private static readonly string[] ByTwoGoals = [nameof(GaussianProcessSearch), nameof(Nsga2), nameof(Tpe)];

    /// <summary>The points that each strategy proposes: every tenth one, and a sum that all of them change.</summary>
    public static string Points => AllPoints.Value;

    private static readonly Lazy<string> AllPoints = new(() =>
    {
        var lines = new StringBuilder();
        foreach (var (name, create, learns, goals) in Create.Select(strategy => (strategy.Key, strategy.Value, false, 1))
            .Append(("AutoSearch that learns from an earlier study", () => new AutoSearch(), true, 1))
            .Concat(ByTwoGoals.Select(name => ($"{name} by two goals", Create[name], false, 2)))
            .Append(("GaussianProcessSearch by four goals", () => new GaussianProcessSearch(), false, 4)))
        {
            var space = SearchSpace.Trace(Settings);
            var study = new StudyDefinition("points", space, Goal.Minimize("loss"), Seed: 5)
            {
                PlannedTrials = Trials,
                FurtherGoals = [.. Enumerable.Range(1, goals - 1).Select(goal => Goal.Minimize($"loss {goal}"))],
                Constraints = goals > 1 ? [Constraint.AtMost("first", 0.8)] : [],
                Earlier = learns ? [EarlierSearches.Random(space, "earlier", 60, point => Loss(point) + 0.1 * point[0])] : [],
            };
            var rehearsal = new Rehearsal(study, goals == 1 ? Result : trial => ByGoals(trial, goals));
            rehearsal.Run(create(), goals == 1 ? Trials : TrialsByGoals, Workers);
            var sum = 14695981039346656037; // FNV-1a
            foreach (var trial in rehearsal.Started)
            {
                foreach (var code in trial.Point.Codes)
                    sum = (sum ^ BitConverter.DoubleToUInt64Bits(code)) * 1099511628211;
                if (trial.Number % 10 == 9)
                    lines.Append(CultureInfo.InvariantCulture, $"{name} {trial.Number} {sum:X16} {trial.Point}\n");
            }
        }
        return lines.ToString();
    });

    /// <summary>Prints these points, for a process that compares them.</summary>
    public static int WritePoints()
    {
        Console.Out.Write(Points);
        return 0;
    }

    /// <summary>Invokes a verb of a study of each strategy, all in one process.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args)
    {
        var worst = 0;
        foreach (var (name, create) in Create)
            worst = Math.Max(worst, await StudyApp.RunAsync(Study(name, create()), [.. args]));
        return worst;
    }

    private static Study<double> Study(string name, IStrategy strategy) => new(name)
    {
        Goal = Goal.Minimize("loss"),
        Space = Settings,
        Objective = (loss, trial, _) => trial.Number % 11 == 7 ? throw new FormatException("one of eleven") : loss,
        Strategy = strategy,
        Budget = new(Recorded),
        Seed = 5,
    };

    // Each kind of parameter; the settings are their own loss.
    private static double Settings(ISuggest suggest)
    {
        var rate = suggest.LogUniform("rate", 1e-5, 1e-1);
        var units = suggest.LogInt("units", 4, 512);
        var loss = (rate - 0.01) * (rate - 0.01) * 100 + (units - 100.0) * (units - 100.0) / 10_000;
        loss += Square(suggest.Uniform("shift", -1, 2) - 0.3) + Square(suggest.Uniform("dropout", 0, 0.5, step: 0.05) - 0.2);
        loss += suggest.Int("layers", 1, 5) * 0.1 + suggest.Ordinal("batch", 16, 32, 64, 128) / 256.0;
        return suggest.Choice("optimizer", "sgd", "adam", "lion") switch
        {
            "sgd" => loss + Square(suggest.Uniform("momentum", 0, 0.99) - 0.9),
            "adam" => loss + 0.1,
            _ => loss + 0.2,
        };
    }

    private static TrialResult Result(Trial trial)
    {
        var sum = Loss(trial.Point);
        return (trial.Number % 11) switch
        {
            4 => TrialResult.Pruned(sum + 1),
            7 => TrialResult.Failed("one of eleven"),
            _ => TrialResult.Complete(sum),
        };
    }

    // The further goals have their optimum elsewhere, and the first parameter is not to be at its end.
    private static TrialResult ByGoals(Trial trial, int goals) => trial.Number % 11 == 7 ? TrialResult.Failed("one of eleven") : TrialResult.Complete(Loss(trial.Point)) with
    {
        FurtherValues = [.. Enumerable.Range(1, goals - 1).Select(goal => Loss(trial.Point, 0.3 + 0.2 * goal))],
        Excesses = [trial.Point[0] - 0.8],
    };

    private static double Loss(Point point, double best = 0.3)
    {
        var sum = 0.0;
        for (var i = 0; i < point.Count; i++)
            sum += point.IsActive(i) ? Square(point[i] - best) * (1 + i % 3) : 0.1;
        return sum;
    }

    private static double Square(double x) => x * x;
}
