namespace HyperSearch.Strategies;

/// <summary>The finished trials that insight is made of: of many, the best ones, and some of the others, as many as a model takes in a few milliseconds.</summary>
internal sealed class InsightTrials
{
    /// <summary>How many trials the model is made of at most.</summary>
    private const int Most = 128;

    /// <param name="goal">What is looked for.</param>
    /// <param name="finished">The trials that have a result, by number.</param>
    /// <param name="origin">The best trial at this point is not left out.</param>
    public InsightTrials(Goal goal, IReadOnlyList<Trial> finished, Point origin)
    {
        Count = finished.Count;
        Best = new TrialRanking(goal).Best(finished);
        var observations = Observations.Of(goal, finished);
        Scored = observations.Scored;
        var ranking = observations.Ranking();
        List<int> places = [.. RankSample.Places(ranking.Length, Most / 2, Most)];
        AddTrialAt(origin, observations, ranking, places);
        Points = new Point[places.Count];
        var losses = new double[places.Count];
        for (var i = 0; i < losses.Length; i++)
            (Points[i], losses[i]) = (observations.Points[ranking[places[i]]], observations.Losses[ranking[places[i]]]);
        Scale = new MetricScale(goal, losses, observations.Largest);
    }

    /// <summary>How many trials are finished.</summary>
    public int Count { get; }

    /// <summary>How many of them have a value of their own.</summary>
    public int Scored { get; }

    /// <summary>The best complete trial; null where none is complete.</summary>
    public Trial? Best { get; }

    /// <summary>Where the trials are that the model is made of, the best first.</summary>
    public Point[] Points { get; }

    /// <summary>How they came out.</summary>
    public MetricScale Scale { get; }

    /// <summary>The trials that have a result, by number.</summary>
    /// <param name="trials">All trials, in any order.</param>
    public static IReadOnlyList<Trial> Finished(IReadOnlyList<Trial> trials)
    {
        var finished = new List<Trial>(trials.Count);
        foreach (var trial in trials)
        {
            // One that runs again counts as what it came to before.
            if ((trial.IsFinished ? trial : trial.PreviousResult) is { } result)
                finished.Add(result);
        }
        finished.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        return finished;
    }

    // What is compared with should be known where it was tried.
    private static void AddTrialAt(Point origin, Observations observations, int[] ranking, List<int> places)
    {
        var place = Array.FindIndex(ranking, trial => observations.Points[trial] == origin);
        if (place >= 0 && places.BinarySearch(place) is < 0 and var missing)
            places.Insert(~missing, place);
    }
}
