using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Studies whose trials have the values of a function, and what is exactly so of functions over a grid.</summary>
internal static class InsightCases
{
    /// <summary>x, y and z from 0 to 1.</summary>
    public static SearchSpace Cube { get; } = new(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1), new FloatParameter("z", 0, 1));

    /// <summary>An optimizer, of which one has a momentum, and a rate.</summary>
    public static SearchSpace Conditional { get; } = SearchSpace.Trace(suggest =>
        suggest.Choice("optimizer", "adam", "sgd") == "sgd" ? suggest.Uniform("rate", 0, 1) + suggest.Uniform("momentum", 0, 1) : suggest.Uniform("rate", 0, 1));

    public static SearchProblem Minimize(SearchSpace space, ulong seed = 3) => new(space, Goal.Minimize("loss"), seed);

    /// <summary>Complete trials at random points.</summary>
    public static Trial[] Random(SearchSpace space, int count, Func<Point, double> value, ulong seed = 3)
    {
        var trials = new Trial[count];
        for (var number = 0; number < count; number++)
        {
            var random = new RandomStream(seed, number, StreamPurpose.Propose);
            var point = space.Complete(RandomSearch.Draw(space, ref random).Codes);
            trials[number] = new(number, TrialState.Complete, point) { Value = value(point), FinishOrder = number };
        }
        return trials;
    }

    /// <summary>Complete trials that a Gaussian process looked for.</summary>
    public static Trial[] Search(SearchSpace space, Func<Point, double> value, int count)
    {
        var log = new HistoryLog(Minimize(space));
        var strategy = new GaussianProcessSearch();
        for (var number = 0; number < count; number++)
        {
            var history = log.Next();
            var random = history.ProposalStream();
            var trial = strategy.Propose(history, ref random)!.ToTrial(space, number, log.Observed);
            log.Add(trial);
            log.Add(trial with { State = TrialState.Complete, Value = value(trial.Point) });
        }
        return [.. log.Next().Finished];
    }

    /// <summary>The importance by name.</summary>
    public static Dictionary<string, double> ByName(this StudyInsight insight) => insight.Importance.ToDictionary(one => one.Parameter, one => one.Importance, StringComparer.Ordinal);

    /// <summary>What of a space all insight must hold to, whatever the trials are.</summary>
    public static void RequireValid(SearchSpace space, StudyInsight insight)
    {
        Assert.NotEmpty(insight.Sentences);
        Assert.All(insight.Sentences, sentence => Assert.DoesNotContain("NaN", sentence, StringComparison.Ordinal));
        if (insight.Importance.Count == 0)
        {
            Assert.Empty(insight.Pairs);
            Assert.Empty(insight.Tunability);
            Assert.Empty(insight.Ablation);
            return;
        }
        Assert.Equal(space.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal), insight.Importance.Select(one => one.Parameter).Order(StringComparer.Ordinal));
        Assert.Equal(1, insight.Importance.Sum(one => one.Importance), 1e-9);
        Assert.Equal(insight.Importance.Select(one => one.Importance).OrderDescending(), insight.Importance.Select(one => one.Importance));
        Assert.All(insight.Importance, one => Assert.True(one.Low >= 0 && one.Low <= one.Importance && one.Importance <= one.High && one.High <= 1 + 1e-9, one.ToString()));
        Assert.All(insight.Pairs, pair => Assert.InRange(pair.Importance, 0, 1));
        if (insight.Tunability.Count == 0)
            return;
        Assert.Equal(Math.Min(space.Count, 50) + 1, insight.Tunability.Count);
        Assert.Null(insight.Tunability[^1].Parameter);
        Assert.All(insight.Tunability, gain => Assert.True(gain.Gain >= 0 && gain.Gain <= insight.Tunability[^1].Gain && gain.Low <= gain.Gain && gain.Gain <= gain.High && double.IsFinite(gain.Low) && double.IsFinite(gain.High), gain.ToString()));
        Assert.Equal(insight.Tunability.SkipLast(1).Select(gain => gain.Gain).OrderDescending(), insight.Tunability.SkipLast(1).Select(gain => gain.Gain));
        Assert.All(insight.Ablation, step => Assert.True(double.IsFinite(step.Value)));
    }
}
