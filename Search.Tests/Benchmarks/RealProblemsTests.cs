using HyperSearch;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>The problems with what real searches have: their optimum is known, and nothing is better.</summary>
public sealed class RealProblemsTests
{
    private static readonly Dictionary<string, QualityProblem> Problems = RealProblems.All().ToDictionary(problem => problem.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Problems.Keys];

    private static readonly Dictionary<string, Setting> Optima = new()
    {
        ["conditional-33"] = new()
        {
            { "layers", 3 }, { "units_1", 512 }, { "units_2", 256 }, { "units_3", 128 }, { "drops_1", true }, { "drops_2", true }, { "drops_3", true },
            { "dropout_1", 0.2 }, { "dropout_2", 0.2 }, { "dropout_3", 0.2 }, { "normalization", "batch" }, { "activation", "gelu" }, { "initialization", "he" },
            { "batch_size", 64 }, { "optimizer", "adam" }, { "lr", 1e-3 }, { "beta_1", 0.9 }, { "beta_2", 0.99 }, { "schedule", "cosine" }, { "warm_up", 0.1 },
            { "weight_decay", 1e-4 }, { "label_smoothing", 0.1 },
        },
        ["algorithms-38"] = new()
        {
            { "imputation", "median" }, { "scaling", "standard" }, { "reduces", false }, { "algorithm", "boosting" }, { "boosting_rate", 0.05 },
            { "boosting_trees", 1000 }, { "boosting_depth", 6 }, { "boosting_rows", 0.8 }, { "boosting_columns", 0.6 }, { "boosting_l1", 0.01 },
            { "boosting_l2", 1.0 }, { "boosting_leaf", 16 },
        },
        ["optional-20"] = new()
        {
            { "lr", 3e-3 }, { "dropout", true }, { "dropout_strength", 0.3 }, { "shift", true }, { "shift_strength", 0.2 }, { "rotation", true },
            { "rotation_strength", 0.1 }, { "noise", false }, { "smoothing", true }, { "smoothing_strength", 0.1 }, { "clipping", true }, { "clipping_strength", 0.6 },
            { "averaging", true }, { "averaging_strength", 0.9 }, { "warm_up", true }, { "warm_up_strength", 0.25 }, { "distills", false }, { "batch_size", 64 },
        },
        ["options-2000"] = new() { { "model", 1093 }, { "lr", 1e-4 }, { "dropout", 0.3 }, { "epochs", 8 } },
        ["choices-8"] = new(Enumerable.Range(0, 8).Select(i => KeyValuePair.Create($"c{i}", ParameterValue.Of("b")))),
        ["failing-region-6"] = new() { { "lr", 0.03 }, { "momentum", 0.9 }, { "units", 1024 }, { "layers", 4 }, { "batch_size", 64 }, { "dropout", 0.2 } },
        ["plateau-6"] = new() { { "lr", 0.03 }, { "weight_decay", 1e-5 }, { "layers", 5 }, { "units", 256 }, { "activation", "relu" }, { "dropout", 0.1 } },
        ["training-12"] = new()
        {
            { "lr", 2e-3 }, { "batch_size", 32 }, { "optimizer", "adam" }, { "units", 300 }, { "layers", 3 }, { "initialization", "he" }, { "dropout", 0.3 },
            { "smoothing", 0.3 }, { "clip", 0.3 }, { "average", 0.3 }, { "weight_decay", 1e-4 }, { "epsilon", 1e-7 },
        },
        ["noisy-5"] = new() { { "lr", 1e-3 }, { "weight_decay", 1e-4 }, { "dropout", 0.3 }, { "units", 200 }, { "optimizer", "adam" } },
    };

    [Theory, MemberData(nameof(Names))]
    public void The_best_setting_has_no_regret(string name)
    {
        var problem = Problems[name];

        Assert.Equal(0, problem.Regret(problem.NoiseFree(problem.Space.Complete(Optima[name]))), 1e-12);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_point_is_better_and_the_same_point_has_the_same_value(string name)
    {
        var problem = Problems[name];

        foreach (var point in Drawn(problem.Space, 2000))
        {
            var regret = problem.Regret(problem.NoiseFree(point));
            Assert.True(double.IsNaN(regret) || regret >= 0, $"{regret}");
            Assert.Equal(problem.Value(point), problem.Value(point));
        }
    }

    [Fact]
    public void A_region_fails_that_is_neither_small_nor_most_of_the_space()
    {
        var problem = Problems["failing-region-6"];

        Assert.InRange(Drawn(problem.Space, 1000).Count(point => double.IsNaN(problem.Value(point))), 200, 600);
        Assert.All(Problems.Values.Where(other => other != problem), other => Assert.DoesNotContain(Drawn(other.Space, 200), point => double.IsNaN(other.Value(point))));
    }

    [Fact]
    public void Noise_rises_with_the_learning_rate_and_is_none_of_the_regret()
    {
        var problem = Problems["noisy-5"];
        var far = Drawn(problem.Space, 2000).GroupBy(point => point[0] > 0.5).ToDictionary(half => half.Key, half => half.Average(point => Math.Abs(problem.Value(point) - problem.NoiseFree(point))));
        var run = new QualityRun(Trials: 50, Outstanding: 0, Checkpoints: [25, 50]).Play(problem, new RandomSearch(), seed: 0, earlier: []);

        Assert.True(far[true] > 2 * far[false]);
        Assert.All(run, checkpoint => Assert.True(checkpoint.Regret >= 0));
    }

    [Fact]
    public void The_conditional_spaces_have_20_to_40_parameters_of_which_many_are_inactive()
    {
        foreach (var problem in new[] { "conditional-33", "algorithms-38", "optional-20" }.Select(name => Problems[name]))
        {
            Assert.Equal(problem.Name, $"{problem.Name.Split('-')[0]}-{problem.Space.Count}");
            Assert.InRange(Drawn(problem.Space, 100).Average(point => Enumerable.Range(0, point.Count).Count(point.IsActive)), 5, 0.8 * problem.Space.Count);
        }
    }

    private static IEnumerable<Point> Drawn(SearchSpace space, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var random = new RandomStream(1, i, StreamPurpose.Propose);
            yield return space.Complete(RandomSearch.Draw(space, ref random).Codes);
        }
    }
}
