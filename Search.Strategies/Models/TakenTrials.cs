using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>What a later study takes of a study.</summary>
public static class TakenTrials
{
    /// <summary>The most trials that are taken: what a model of them costs grows with their cube.</summary>
    public const int Most = 200;

    /// <summary>
    /// A study as one that it learns from. Pruned and failed trials are worth what they are worth to any strategy. Of more than
    /// <see cref="Most"/> trials the best half of that number are taken, and as many of the others, evenly over their ranks.
    /// </summary>
    /// <param name="study">The earlier study.</param>
    /// <param name="trials">All of its trials.</param>
    public static EarlierStudy Of(StudyDefinition study, IReadOnlyList<Trial> trials)
    {
        // A trial that is promoted or runs again counts as what it came to before.
        Trial[] finished = [.. trials.SelectMany(trial => trial.Results.Take(1)).OrderBy(trial => trial.FinishOrder)];
        var observations = Observations.Of(study, finished);
        return new(study.Name, trials.Sum(trial => trial.Results.Count()), [.. study.Space.Parameters.Select(parameter => parameter.Definition)],
            [.. Chosen(observations.Ranking()).Select(i => new EarlierTrial([.. finished[i].ValuesIn(study.Space)], observations.Losses[i]))])
        {
            Goal = study.Goal,
            Best = new TrialRanking(study.Goal).Best(finished)?.Value,
        };
    }

    // The places of those that are taken, rising.
    private static IEnumerable<int> Chosen(int[] ranking) => RankSample.Places(ranking.Length, Most / 2, Most).Select(place => ranking[place]).Order();
}
