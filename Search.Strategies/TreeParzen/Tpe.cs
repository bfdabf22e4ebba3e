using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// The tree-structured Parzen estimator: one density l(x) over the good trials, one g(x) over the others, and the next trial
/// where l/g is largest. Bergstra, Bardenet, Bengio, Kégl: "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011,
/// section 4; multivariate after Falkner, Klein, Hutter, "BOHB", ICML 2018, section 3.2; the choices after Watanabe,
/// arXiv 2304.11127.
/// </summary>
/// <remarks>
/// Running trials count among the others, so that the same place is not proposed again (constant liar). With several goals the good
/// trials are those of <see cref="GoodByGoals"/>, and count by what they add to the hypervolume.
/// </remarks>
public sealed class Tpe : IStrategy
{
    private const int MostGood = 25;

    // Draws per candidate, where the study rejects what is drawn.
    private const int MostDraws = 20;

    // So many tell where the others are dense as well as all would, and a proposal does not grow with them.
    private const int MostOthers = 1000;

    // Of Scott's rule. The good trials are of one kind, for which the rule smooths too much.
    private const double GoodSmoothing = 0.75, OtherSmoothing = 1;

    private readonly TriedPoints _tried = new();

    /// <summary>How many trials are spread evenly before the first model; 0 or more.</summary>
    public int StartupTrials { get; init => field = Require.That(value >= 0, "0 <= StartupTrials", value); } = 10;

    /// <summary>γ: which share of the trials is good; in (0, 1].</summary>
    public double GoodShare { get; init => field = Require.That(value is > 0 and <= 1, "0 < GoodShare <= 1", value); } = 0.1;

    /// <summary>How many points are drawn from l(x), of which the best is proposed; 1 or more.</summary>
    public int Candidates { get; init => field = Require.That(value >= 1, "1 <= Candidates", value); } = 24;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _tried.Update(history);
        if (InitialDesign.Next(history, _tried, StartupTrials, fewestResults: 2, ref random) is { } start)
            return new(start) { Note = InitialDesign.Note };

        var (l, g) = Split(history, domain);
        var codes = new double[domain.Count];
        (Point? best, var bestRatio) = (null, double.NegativeInfinity);
        for (int candidates = 0, draws = 0; candidates < Candidates && draws < MostDraws * Candidates; draws++)
        {
            l.Sample(codes, ref random);
            var x = domain.Complete(codes);
            if (!domain.Allows(x))
                continue;
            candidates++;
            if (_tried.Contains(x))
                continue;
            var ratio = l.LogDensity(x) - g.LogDensity(x);
            if (ratio > bestRatio)
                (best, bestRatio) = (x, ratio);
        }
        return new(best ?? _tried.DrawUntried(domain, ref random));
    }

    private (ParzenEstimator L, ParzenEstimator G) Split(History history, SearchDomain domain)
    {
        var observations = Observations.Of(history);
        var ranking = observations.Ranking();
        var good = Math.Clamp((int)Math.Ceiling(GoodShare * observations.Count), 1, MostGood);
        var weights = history.Problem.FurtherGoals.Count > 0 ? GoodByGoals.Choose(history.Problem, history.Finished, ranking, good) : null;
        Point[] points =
        [
            .. RankSample.Places(ranking.Length, good, good + MostOthers).Select(place => observations.Points[ranking[place]]),
            .. history.Running.Select(trial => trial.Point),
        ];
        return (new(domain, points.AsSpan(0, good), GoodSmoothing, weights), new(domain, points.AsSpan(good), OtherSmoothing));
    }
}
