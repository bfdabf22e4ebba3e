using HyperSearch;

namespace Search.Benchmarks;

/// <summary>What a search of a noisy table came to, by the ways to choose its winner: true regrets at the same cost in runs.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Maximum">Of the best value that all runs for the search came to.</param>
/// <param name="Model">Of the best by the model's mean, after the same search.</param>
/// <param name="Confirmed">Of the winner of the race, after a search that is shorter by the race.</param>
/// <param name="Stated">How likely the race says that its winner is the best of the finalists.</param>
/// <param name="IsBest">Whether it is.</param>
/// <param name="Runs">How many runs the race took.</param>
internal sealed record NoisyChoice(string Table, string Strategy, double Maximum, double Model, double Confirmed, double Stated, bool IsBest, int Runs)
{
    /// <param name="table">The table.</param>
    /// <param name="strategy">What searches it.</param>
    /// <param name="seed">The seed of both searches.</param>
    /// <param name="runs">How many runs there are.</param>
    /// <param name="confirm">How many of them are for the race.</param>
    /// <param name="top">How many finalists there are at most.</param>
    public static NoisyChoice Of(NoisyTable table, (string Name, Func<IStrategy> Create) strategy, int seed, int runs, int confirm, int top)
    {
        var whole = table.Search(strategy.Create(), seed, runs);
        var best = whole.Best!;
        var model = whole.Finished.First(trial => trial.Number == Finalists.Of(whole.Problem, [.. whole.Finished], 1)[0].Trial);

        var shorter = table.Search(strategy.Create(), seed, runs - confirm);
        var finalists = Finalists.Of(shorter.Problem, [.. shorter.Finished], top);
        var trials = finalists.ToDictionary(finalist => finalist.Trial, finalist => shorter.Finished.First(trial => trial.Number == finalist.Trial));
        var race = new ConfirmationRace(shorter.Goal, (ulong)seed, finalists) { Replicates = confirm / finalists.Count };
        var ran = new List<RaceRun>();
        while (race.Next(race.Standing(ran), []) is { } next)
        {
            var replicate = ran.Count(run => run.Trial == next);
            // The r-th runs of all finalists have one seed. Searches have few thousand trials, so that of no trial is this one.
            ran.Add(new(next, replicate, table.RunOf(trials[next].Point, new((ulong)seed, 1_000_000 + replicate, StreamPurpose.Evaluate))));
        }
        var winner = race.Standing(ran).Winner!;
        var confirmed = trials[winner.Finalist.Trial];
        return new(table.Name, strategy.Name, table.RegretOf(best), table.RegretOf(model), table.RegretOf(confirmed),
            winner.ProbabilityOfBest, table.IsBest(confirmed, trials.Values), ran.Count);
    }
}
