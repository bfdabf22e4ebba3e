using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class CmaEsTests : StrategyContract
{
    protected override IStrategy Create() => new CmaEs();

    [Fact]
    public void One_far_better_queued_point_does_not_blow_up_the_distribution()
    {
        // A basin that is found first, and far from it a small one that is much deeper.
        var rehearsal = Rehearse(ExampleSpaces.Floats(3), trial => Distance(trial.Point, [0.5, 0.5, 0.5]) - (Distance(trial.Point, [0.9, 0.9, 0.1]) < 0.01 ? 100 : 0));
        var strategy = new CmaEs();
        while (rehearsal.Proposals.Count == 0 || Sigma(rehearsal.Proposals[^1]) > 0.007)
            rehearsal.Run(strategy, 1);
        var before = rehearsal.Proposals.Count;

        rehearsal.Enter(new([0.9, 0.9, 0.1]));
        rehearsal.Run(strategy, 60);

        Assert.Equal(1, strategy.Injected);
        var sigmas = rehearsal.Proposals.Skip(before - 1).TakeWhile(proposal => proposal.Note!.EndsWith("restart 0", StringComparison.Ordinal)).Select(Sigma).ToArray();
        Assert.InRange(sigmas.Length, 20, 61);
        // Two digits are told.
        Assert.All(sigmas.Zip(sigmas.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 0, 1.1 * Math.Exp(CmaState.MostLogGrowth)));
        Assert.All(sigmas.Take(10), sigma => Assert.InRange(sigma, 0, 0.007 * 1.1 * Math.E));
    }

    [Fact]
    public void Its_own_points_are_taken_whole()
    {
        var study = Rehearse(ExampleSpaces.Floats(2), Sphere);
        study.Run(Create(), 181);
        var (whole, cut) = (new CmaState([0.5, 0.5], 6), new CmaState([0.5, 0.5], 6));
        foreach (var generation in study.Log.Next().Finished.Take(180).Chunk(6))
        {
            double[][] x = [.. generation.OrderBy(trial => trial.Value).Select(trial => trial.Point.Codes.ToArray())];
            whole.Update(x, new bool[6]);
            cut.Update(x, [.. Enumerable.Repeat(true, 6)]);
        }

        Assert.Equal($"σ {whole.Sigma.ToString("G2", CultureInfo.InvariantCulture)}, population 6, restart 0", study.Proposals[180].Note);
        Assert.NotEqual(cut.Sigma, whole.Sigma);
    }

    [Theory, MemberData(nameof(Spaces))]
    public void What_it_drew_itself_is_known_from_what_others_chose(string space)
    {
        var rehearsal = Rehearse(ExampleSpaces.Named(space), Sphere);
        var (strategy, others) = (new CmaEs(), new RandomStream(3, 0, StreamPurpose.Setup));
        while (rehearsal.Log.Count < 80)
        {
            rehearsal.Run(strategy, 4);
            // Proposed by another strategy, or queued.
            rehearsal.Run(new RandomSearch(), 1);
            rehearsal.Enter(ExampleSpaces.Named(space).Complete(RandomSearch.Draw(ExampleSpaces.Named(space), ref others).Codes));
        }
        rehearsal.Run(strategy, 1);
        var numbers = ExampleSpaces.Named(space).Parameters.Count(parameter => !parameter.IsCategorical);

        // Not in the last, incomplete generation; and where values are few, another's may be one that it could have drawn.
        var foreign = rehearsal.Started.Count(trial => trial.Note?.StartsWith('σ') != true);
        var isFine = space is "one parameter" or "fifty parameters" or "extreme ranges";
        Assert.InRange(strategy.Injected, isFine ? foreign - 8 : 0, numbers == 0 ? 0 : foreign);
    }

    private static Rehearsal Rehearse(SearchSpace space, Func<Trial, double> loss) =>
        new(new("cma", space, Goal.Minimize("loss"), 11), trial => TrialResult.Complete(loss(trial)));

    private static double Sphere(Trial trial) => trial.Point.Codes.ToArray().Where(double.IsFinite).Sum(code => (code - 0.6) * (code - 0.6));

    private static double Distance(Point point, double[] from) => Math.Sqrt(point.Codes.ToArray().Zip(from, (a, b) => (a - b) * (a - b)).Sum());

    private static double Sigma(Proposal proposal) => double.Parse(proposal.Note!.Split(',')[0]["σ ".Length..], CultureInfo.InvariantCulture);
}
