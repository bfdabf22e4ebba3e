using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Which trials of several goals the Parzen estimator takes for good, against all subsets that there are.</summary>
public sealed class GoodByGoalsTests
{
    private const int Trials = 14, Good = 5;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Whole_fronts_are_good_and_of_the_last_one_those_whose_volume_is_near_the_largest(int goals)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (problem, trials, losses) = Draw(goals, seed);
            var ranking = Observations.Of(problem, trials).Ranking();
            var ranks = Domination.Ranks(losses);

            GoodByGoals.Choose(problem, trials, ranking, Good);

            Assert.Equal(Enumerable.Range(0, Trials), ranking.Order());
            Assert.Equal(ranks.Order().Take(Good), ranking.Take(Good).Select(i => ranks[i]));
            var last = ranks[ranking[Good - 1]];
            int[] front = [.. Enumerable.Range(0, Trials).Where(i => ranks[i] == last)], chosen = [.. ranking.Take(Good).Where(i => ranks[i] == last)];
            var largest = Subsets(front, chosen.Length).Max(subset => Volume(losses, subset));
            Assert.InRange(Volume(losses, chosen), (1 - 1 / Math.E) * largest, largest + 1e-12);
        }
    }

    [Fact]
    public void A_trial_counts_by_what_it_adds_and_one_that_adds_nothing_hardly()
    {
        var (problem, _, _) = Draw(2, 0);
        // The third is dominated, the corner of the second is the largest.
        var trials = Of(problem, [[0, 1], [0.2, 0.2], [0.3, 0.3], [1, 0]]);
        var ranking = Observations.Of(problem, trials).Ranking();

        var weights = GoodByGoals.Choose(problem, trials, ranking, good: 4);

        Assert.Equal([0, 1, 2, 3], ranking.Order());
        var byTrial = ranking.Zip(weights).OrderBy(pair => pair.First).Select(pair => pair.Second).ToArray();
        Assert.Equal(1, byTrial[1]);
        Assert.InRange(byTrial[2], 1e-9, 0.01);
        Assert.InRange(byTrial[0], byTrial[2], 0.99);
    }

    [Fact]
    public void Who_misses_a_constraint_or_has_no_values_hardly_counts()
    {
        var (problem, trials, _) = Draw(2, 0);
        Trial[] others = [trials[0] with { Excesses = [1] }, trials[1] with { State = TrialState.Failed, Value = null, FurtherValues = [] }, trials[2]];
        var ranking = Observations.Of(problem, others).Ranking();

        var weights = GoodByGoals.Choose(problem, others, ranking, good: 3);

        Assert.Equal(2, ranking[0]);
        Assert.Equal(1, weights[0]);
        Assert.All(weights.Skip(1), weight => Assert.InRange(weight, 1e-9, 0.01));
    }

    private static (SearchProblem Problem, Trial[] Trials, double[][] Losses) Draw(int goals, int seed)
    {
        var random = new RandomStream(3, seed, StreamPurpose.Evaluate);
        var losses = new double[Trials][];
        for (var i = 0; i < Trials; i++)
        {
            losses[i] = new double[goals];
            for (var goal = 0; goal < goals; goal++)
                losses[i][goal] = random.NextDouble();
        }
        var problem = new StudyDefinition("goals", ExampleSpaces.Named("mixed"), Goal.Minimize("loss 0"), Seed: 1) { FurtherGoals = [.. Enumerable.Range(1, goals - 1).Select(goal => Goal.Minimize($"loss {goal}"))] };
        return (problem, Of(problem, losses), losses);
    }

    private static Trial[] Of(SearchProblem problem, double[][] losses)
    {
        var random = new RandomStream(4, 0, StreamPurpose.Evaluate);
        var trials = new Trial[losses.Length];
        for (var i = 0; i < trials.Length; i++)
            trials[i] = new(i, TrialState.Complete, RandomSearch.Draw(problem.Space, ref random)) { Value = losses[i][0], FurtherValues = losses[i][1..] };
        return trials;
    }

    private static double Volume(double[][] losses, int[] subset) => Hypervolume.Of(subset.Select(i => losses[i]), [.. losses[0].Select((_, goal) => losses.Max(loss => loss[goal]) + 0.1 * (losses.Max(loss => loss[goal]) - losses.Min(loss => loss[goal])))]);

    private static IEnumerable<int[]> Subsets(int[] of, int count) => count == 0 ? [[]] :
        of.SelectMany((first, i) => Subsets(of[(i + 1)..], count - 1).Select(rest => (int[])[first, .. rest]));
}
