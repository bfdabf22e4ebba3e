using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a study forbids is proposed by no strategy, as a run asks it.</summary>
public abstract partial class StrategyContract
{
    public static TheoryData<string, int> ForbiddingSpaces =>
    [
        .. from name in Forbidding.Keys
           from workers in (int[])[1, 4]
           select (name, workers),
    ];

    /// <summary>Whether the strategy may have nothing more to propose before the budget is used up.</summary>
    protected virtual bool EndsByItself => false;

    [Theory, MemberData(nameof(ForbiddingSpaces))]
    public void Nothing_forbidden_is_proposed_and_every_proposal_can_be_recomputed(string name, int workers)
    {
        var space = Forbidding[name]();
        var study = new StudyDefinition("forbidding", space, Goal.Minimize("score"), Seed: 7) { PlannedTrials = Trials, Earlier = EarlierOf(space) };
        var rehearsal = new Rehearsal(study, Mixed(space)) { AsRunner = true };

        Assert.True(rehearsal.Run(Create(), Trials, workers) || EndsByItself);

        Assert.DoesNotContain(rehearsal.Started, trial => space.RejectionOf(trial.Point) is not null);
        Assert.Equal(Enumerable.Range(0, rehearsal.Started.Count), rehearsal.Started.Select(trial => trial.Number));
        var trials = rehearsal.Log.Next().Finished.OrderBy(trial => trial.Number).ToArray();
        Assert.Equal(new ReplayResult(trials.Length, null), Replay.Run(study, Create(), trials));
    }

    private static readonly Dictionary<string, Func<SearchSpace>> Forbidding = new(StringComparer.Ordinal)
    {
        ["30 % of a plain space"] = () => SearchSpace.Trace(Plain, settings => settings.Share > 0.7),
        ["97 % of a plain space"] = () => SearchSpace.Trace(Plain, settings => settings.Share is < 0.42 or > 0.45),
        ["30 % of a plain space, which tracing does not meet"] = () => SearchSpace.Trace(Plain, settings => settings.Share is > 0.6 and < 0.9),
        ["30 % of a conditional space"] = () => SearchSpace.Trace(suggest => Conditional(suggest, share => share > 0.7)),
        ["30 % of a conditional space, before all is asked for"] = () => SearchSpace.Trace(RejectsEarly),
        ["97 % of a conditional space"] = () => SearchSpace.Trace(suggest => Conditional(suggest, share => share is < 0.42 or > 0.45)),
    };

    private static (double Share, double Rate) Plain(ISuggest suggest)
    {
        suggest.Int("depth", 1, 5);
        suggest.Choice("activation", "relu", "tanh", "gelu");
        return (suggest.Uniform("share", 0, 1), suggest.LogUniform("rate", 1e-5, 1e-1));
    }

    private static double Conditional(ISuggest suggest, Predicate<double> rejects)
    {
        var share = suggest.Uniform("share", 0, 1);
        for (var layer = 0; layer < suggest.Int("layers", 1, 3); layer++)
            suggest.LogInt($"units{layer}", 8, 256);
        var momentum = suggest.Choice("optimizer", "sgd", "adam") == "sgd" ? suggest.Uniform("momentum", 0, 0.99) : 0;
        if (rejects(share))
            suggest.Reject("too much of it");
        return momentum;
    }

    private static double RejectsEarly(ISuggest suggest)
    {
        var share = suggest.Uniform("share", 0, 1);
        if (share > 0.7)
            suggest.Reject("too much of it");
        return suggest.Bool("more") ? suggest.LogUniform("rate", 1e-5, 1e-1) : share;
    }
}
