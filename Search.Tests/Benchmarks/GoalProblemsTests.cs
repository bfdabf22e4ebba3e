using HyperSearch;
using HyperSearch.Strategies;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>The problems of several goals and of constraints: what is best there is known, and nothing is better.</summary>
public sealed class GoalProblemsTests
{
    private static readonly Dictionary<string, QualityProblem> Problems = GoalProblems.All().ToDictionary(problem => problem.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Problems.Keys];

    // The parameters of the point of the front at a place from 0 to 1.
    private static readonly Dictionary<string, Func<double, double[]>> Fronts = new()
    {
        ["zdt1-6"] = place => [place, 0, 0, 0, 0, 0],
        ["zdt2-6"] = place => [place, 0, 0, 0, 0, 0],
        ["zdt3-6"] = place => [place, 0, 0, 0, 0, 0],
        ["zdt6-6"] = place => [place / 12, 0, 0, 0, 0, 0],
        ["dtlz2-6"] = place => [place, 0.5, 0.5, 0.5, 0.5, 0.5],
        ["wfg4-6"] = place => [2 * place, 4 * place, 6 * 0.35, 8 * 0.35, 10 * 0.35, 12 * 0.35],
        ["c2-dtlz2-6"] = place => [place, 0.5, 0.5, 0.5, 0.5, 0.5],
        ["constr-2"] = place => [0.39 + 0.61 * place, Math.Max(0, 6 - 9 * (0.39 + 0.61 * place) + 1e-9)],
    };

    public static TheoryData<string> NamesWithFront => [.. Fronts.Keys];

    [Theory, MemberData(nameof(NamesWithFront))]
    public void Points_along_the_front_leave_hardly_any_regret(string name)
    {
        var problem = Problems[name];
        var found = Found(problem, Enumerable.Range(0, 2001).Select(i => At(problem, Fronts[name](i / 2000.0))));

        Assert.InRange(problem.RegretOfFound!(found), 0, 0.004);
    }

    [Fact]
    public void Points_on_the_sphere_leave_hardly_any_regret_with_three_goals()
    {
        var problem = Problems["dtlz2-7-three"];
        var found = Found(problem, from i in Enumerable.Range(0, 101)
                                   from j in Enumerable.Range(0, 101)
                                   select At(problem, [i / 100.0, j / 100.0, 0.5, 0.5, 0.5, 0.5, 0.5]));

        Assert.All(found, losses => Assert.Equal(1, losses.Sum(loss => loss * loss), 1e-9));
        Assert.InRange(problem.RegretOfFound!(found), 0, 0.02);
    }

    [Fact]
    public void The_volumes_of_fronts_are_their_integrals()
    {
        Assert.Equal(1.21 - 1.0 / 3, VolumeOf("zdt1-6"), 1e-4);
        Assert.Equal(1.21 - 2.0 / 3, VolumeOf("zdt2-6"), 1e-4);
        Assert.Equal(1.21 - Math.PI / 4, VolumeOf("dtlz2-6"), 1e-4);
        Assert.Equal(8 * (1.21 - Math.PI / 4), VolumeOf("wfg4-6"), 1e-3);
        Assert.Equal(19 * (2.0 / 3 - 7.0 / 18) - 7 * Math.Log(12.0 / 7) + 10.0 / 3 - Math.Log(1.5) + 0.9, VolumeOf("constr-2"), 1e-3);
    }

    // Of one point at the origin the reference box is the volume, so the regret tells the front's.
    private static double VolumeOf(string name)
    {
        double[] reference = name switch { "wfg4-6" => [2.2, 4.4], "constr-2" => [1.1, 10], _ => [1.1, 1.1] };
        return Hypervolume.Of([[0, 0]], reference) / (1 - Problems[name].RegretOfFound!([[0, 0]]));
    }

    [Theory, InlineData("branin-disc-2", Math.PI, 2.275, 1e-6), InlineData("gramacy-2", 0.19512269, 0.40466536, 1e-5)]
    public void The_best_point_within_the_constraints_has_no_regret(string name, double first, double second, double precision)
    {
        var problem = Problems[name];
        var point = At(problem, [first, second]);

        Assert.All(problem.Further(point).Excesses, excess => Assert.True(excess <= precision, $"{excess}"));
        Assert.Equal(0, problem.RegretOfFound!([[problem.Value(point)]]), precision);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_points_are_better_and_none_at_all_are_worth_nothing(string name)
    {
        var problem = Problems[name];
        var found = Found(problem, Drawn(problem.Space, 5000));

        Assert.NotEmpty(found);
        Assert.InRange(problem.RegretOfFound!(found), 0, 1);
        Assert.Equal(1, problem.RegretOfFound!([]));
    }

    [Fact]
    public void Constraints_leave_a_part_of_the_space_that_is_neither_all_nor_nothing() =>
        Assert.All(Problems.Values.Where(problem => problem.Constraints.Count > 0), problem =>
            Assert.InRange(Drawn(problem.Space, 5000).Count(point => problem.Further(point).Excesses.All(excess => excess <= 0)), 10, 4000));

    [Fact]
    public void The_optimum_outside_of_the_constraints_does_not_count()
    {
        var problem = Problems["branin-disc-2"];
        var outside = At(problem, [-Math.PI, 12.275]);

        Assert.Equal(0.397887, problem.Value(outside), 1e-5);
        Assert.Empty(Found(problem, [outside]));
    }

    [Fact]
    public void A_run_shows_the_strategy_all_values_and_its_regret_never_rises()
    {
        var seen = new Watching();
        var run = new QualityRun(Trials: 60, Outstanding: 2, Checkpoints: [20, 40, 60]).Play(Problems["constr-2"], seen, seed: 0, earlier: []);

        Assert.Equal([20, 40, 60], run.Select(checkpoint => checkpoint.Trials));
        Assert.Equal(run.Select(checkpoint => checkpoint.Regret).OrderDescending(), run.Select(checkpoint => checkpoint.Regret));
        Assert.Equal(["f1", "f2"], seen.Last!.Problem.Goals.Select(goal => goal.Metric));
        Assert.Equal(["c1 at most 0", "c2 at most 0"], seen.Last.Problem.Constraints.Select(constraint => constraint.ToString()));
        Assert.All(seen.Last.Finished, trial => Assert.Equal((1, 2), (trial.FurtherValues.Count, trial.Excesses.Count)));
        Assert.Contains(seen.Last.Finished, trial => !trial.IsFeasible);
    }

    /// <summary>A process that takes a goal for noise at first finds its way back, and a front of which one end alone was found is extended.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    [InlineData(19)]
    public void A_search_gets_away_from_where_it_is_stuck(int seed)
    {
        var run = new QualityRun(Trials: 80, Outstanding: 0, Checkpoints: [80]).Play(Problems["dtlz2-6"], new AutoSearch(), seed, earlier: []);

        Assert.InRange(run[0].Regret, 0, 0.2);
    }

    private sealed class Watching : IStrategy
    {
        public History? Last { get; private set; }

        public Proposal? Propose(History history, ref RandomStream random)
        {
            Last = history;
            return new RandomSearch().Propose(history, ref random);
        }
    }

    private static List<double[]> Found(QualityProblem problem, IEnumerable<Point> points) =>
        [.. points.Where(point => problem.Further(point).Excesses.All(excess => excess <= 0)).Select(point => (double[])[problem.Value(point), .. problem.Further(point).Values])];

    private static Point At(QualityProblem problem, double[] values) =>
        problem.Space.Complete(values.Select((value, i) => KeyValuePair.Create(problem.Space[i].Name, ParameterValue.Of(value))));

    private static IEnumerable<Point> Drawn(SearchSpace space, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var random = new RandomStream(1, i, StreamPurpose.Propose);
            yield return space.Complete(RandomSearch.Draw(space, ref random).Codes);
        }
    }
}
