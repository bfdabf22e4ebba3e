using HyperSearch;

namespace Search.Tests;

/// <summary>Finished random searches, for studies that learn from them.</summary>
internal static class EarlierSearches
{
    /// <param name="space">What was searched.</param>
    /// <param name="name">The study's name; another one drew other trials.</param>
    /// <param name="trials">How many trials it had.</param>
    /// <param name="loss">How one came out.</param>
    public static EarlierStudy Random(SearchSpace space, string name, int trials, Func<Point, double> loss)
    {
        var points = new Point[trials];
        for (var i = 0; i < trials; i++)
        {
            var random = new RandomStream((ulong)name.Sum(letter => letter), i, StreamPurpose.Propose);
            points[i] = space.Complete(RandomSearch.Draw(space, ref random).Codes);
        }
        return new(name, trials, [.. space.Parameters.Select(parameter => parameter.Definition)],
            [.. points.Select(point => new EarlierTrial([.. space.ValuesOf(point)], loss(point)))]);
    }

    /// <summary>The same trials with losses that have nothing to do with them.</summary>
    public static EarlierStudy Shuffled(EarlierStudy study)
    {
        double[] losses = [.. study.Trials.Select(trial => trial.Loss)];
        new RandomStream(1, 0, StreamPurpose.Setup).Shuffle<double>(losses);
        return study with { Trials = [.. study.Trials.Zip(losses, (trial, loss) => trial with { Loss = loss })] };
    }
}
