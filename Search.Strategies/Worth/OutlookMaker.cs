namespace HyperSearch.Strategies;

/// <summary>Judges what more trials bring, by functions drawn from a Gaussian process of those that there are.</summary>
internal static class OutlookMaker
{
    // The best half of these trials, others evenly over the ranks.
    private const int MostTrials = 200;

    // Of the losses, as in the search: how bad a bad trial is says little of how much better than the best one another can be. With all
    // of them told apart, the promise was a hundred times too large on some tables and a tenth on others.
    private const double KeptShare = 0.5;

    private const int Draws = 64, Waves = 128, RandomPoints = 256, Evaluations = 40;

    // Each evaluation costs as much per feature as per trial.
    private const int ManyFeatures = 100, EvaluationsWithManyFeatures = 10;

    /// <param name="problem">The study.</param>
    /// <param name="finished">The trials that have a result, by number.</param>
    /// <param name="more">How many more there are to be.</param>
    public static Outlook? Make(SearchProblem problem, IReadOnlyList<Trial> finished, int more)
    {
        if (problem.Space.Count == 0)
            return null;
        Trial[] counted = [.. finished.Select(trial => trial.IsFeasible ? trial : trial with { State = TrialState.Failed, Value = null })];
        var observations = Observations.Of(problem.Goal, counted);
        var complete = counted.Count(trial => trial.State == TrialState.Complete);
        if (observations.Scored < Outlook.FewestTrials(problem.Space) || complete == 0)
            return null;

        var ranking = observations.Ranking();
        int[] places = [.. RankSample.Places(ranking.Length, MostTrials / 2, MostTrials).Select(place => ranking[place])];
        Point[] points = [.. places.Select(trial => observations.Points[trial])];
        var scale = new LossScale([.. places.Select(trial => observations.Losses[trial])], observations.Largest, KeptShare);
        if (scale.IsFlat || more <= 0)
            return new(Math.Max(0, more), 0, 0, 0, 0, 0);

        var domain = SearchDomain.Of(problem.Space);
        var map = new FeatureMap(problem.Space.Parameters, problem.Space.IsConditional);
        var random = new RandomStream(problem.Seed, 0, StreamPurpose.Insight);
        var process = GaussianProcess.Fitted(points, map, Hyperparameters.For(map, problem.Space), scale.Y, map.Count > ManyFeatures ? EvaluationsWithManyFeatures : Evaluations);
        var functions = new FunctionDraws(process, points, scale.Y, Draws, Waves, ref random);
        // The best by its mean: a complete trial, since a pruned one is a guess.
        var incumbent = points[Enumerable.Range(0, points.Length).Where(i => counted[places[i]].State == TrialState.Complete).MinBy(i => functions.MeanAt(points[i].Codes))];
        var promising = new PromisingPoints(functions, incumbent, [.. counted.Select(trial => trial.Point)]);
        promising.Search(domain, observations, RandomPoints, ref random);
        var unexplained = Math.Sqrt(Math.Max(0, process.Noise - NoiseOfRepeated(points, scale.Y)));
        var (byMean, byScore) = promising.Best(more, unexplained, ref random);

        var gains = new double[Draws];
        var scoreGain = 0.0;
        for (var d = 0; d < Draws; d++)
        {
            gains[d] = scale.Loss(promising.AtIncumbent[d]) - scale.Loss(byMean[d]);
            scoreGain += Math.Max(0, scale.Best - scale.Loss(byScore[d])) / Draws;
        }
        var gain = gains.Average();
        var (low, high) = Interval.Around(gains, gain);
        var deviation = Math.Sqrt(process.Noise);
        var mean = functions.MeanAt(incumbent.Codes);
        return new(more, gain, low, high, scoreGain, scale.Loss(mean + deviation / 2) - scale.Loss(mean - deviation / 2));
    }

    // The variance of losses at one and the same point; 0 where no trial was repeated.
    private static double NoiseOfRepeated(Point[] points, double[] y)
    {
        var (sum, freedom) = (0.0, 0);
        foreach (var group in Enumerable.Range(0, points.Length).GroupBy(i => points[i]))
        {
            double[] values = [.. group.Select(i => y[i])];
            if (values.Length < 2)
                continue;
            var mean = values.Sum() / values.Length;
            foreach (var value in values)
                sum += (value - mean) * (value - mean);
            freedom += values.Length - 1;
        }
        return freedom == 0 ? 0 : sum / freedom;
    }
}
