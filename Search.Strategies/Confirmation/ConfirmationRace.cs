using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Which of some finalists is the best, found by running them again: who runs next, when the answer is known, and how sure it is. Pure:
/// all follows from the seed and the runs, in whatever order these arrived.
/// </summary>
/// <remarks>
/// Each finalist runs <see cref="FirstRuns"/> times. From then on the next run goes to the one that looks best or to the one that is hardest to
/// tell from it, whichever has run less often (a top-two rule: Russo: "Simple Bayesian Algorithms for Best-Arm Identification",
/// Operations Research 68, 2020). The r-th runs of all finalists have the same seed and split, so that what these do to all of them alike is
/// not taken for what tells them apart; as often as both have run, they are compared in pairs. What is known of the true means is in
/// <see cref="RacePosterior"/>. The first scores are never looked at: the finalists were chosen by them.
/// </remarks>
public sealed class ConfirmationRace
{
    /// <summary>How often each finalist runs before any is preferred: what the noise is must be known.</summary>
    public const int FirstRuns = 3;

    // Noise that is rare, as of an accuracy on few examples, does not show in three runs. That there is none takes more.
    private const int RunsWithoutNoise = 5;

    private readonly Goal _goal;
    private readonly ulong _seed;
    private readonly IReadOnlyList<Finalist> _finalists;

    /// <param name="goal">What is looked for.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="finalists">The finalists, the most promising first; at least one, each trial once.</param>
    public ConfirmationRace(Goal goal, ulong seed, IReadOnlyList<Finalist> finalists)
    {
        if (finalists.Count == 0)
            throw new ArgumentException("A race needs a finalist, but there is none.", nameof(finalists));
        if (finalists.DistinctBy(finalist => finalist.Trial).Count() < finalists.Count)
            throw new ArgumentException("Each finalist may be there once only.", nameof(finalists));
        (_goal, _seed, _finalists) = (goal, seed, finalists);
    }

    /// <summary>How many runs there are for each finalist on average, 2 or more; the race spends them where they tell most.</summary>
    public int Replicates { get; init => field = Require.That(value >= FirstRuns, $"{FirstRuns} <= Replicates", value); } = 10;

    /// <summary>The race is over when the winner is the best of the finalists with this probability. In (0, 1]; with 1 it goes on until the runs are used up.</summary>
    public double Probability { get; init => field = Require.That(value is > 0 and <= 1, "0 < Probability <= 1", value); } = 0.95;

    /// <summary>How many runs the race takes at most, those that fail too.</summary>
    public int MostRuns => _finalists.Count * Replicates;

    /// <summary>What is known after these runs.</summary>
    /// <param name="runs">Runs of the finalists in any order; those of other trials are left out.</param>
    public RaceStanding Standing(IEnumerable<RaceRun> runs)
    {
        var byTrial = runs.ToLookup(run => run.Trial);
        var entries = new RaceEntry[_finalists.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            double[] values = [.. byTrial[_finalists[i].Trial].OrderBy(run => run.Replicate).Select(run => run.Value).OfType<double>()];
            entries[i] = new(_finalists[i], values.Length, byTrial[_finalists[i].Trial].Count() - values.Length)
            {
                Average = values.Length > 0 ? values.Sum() / values.Length : double.NaN,
            };
        }
        int[] known = [.. Enumerable.Range(0, entries.Length).Where(i => !entries[i].IsOut && entries[i].Runs > 0)];
        if (!Array.Exists(known, i => entries[i].Runs >= FirstRuns))
            return new(_goal, entries);
        var random = new RandomStream(_seed, 0, StreamPurpose.Confirm);
        var posterior = RacePosterior.Of([.. known.Select(i => Losses(byTrial[_finalists[i].Trial]))], ref random);
        for (var k = 0; k < known.Length; k++)
        {
            var (low, high) = posterior.Interval(k);
            entries[known[k]] = entries[known[k]] with
            {
                Mean = _goal.Loss(posterior.Mean(k)),
                Low = Math.Min(_goal.Loss(low), _goal.Loss(high)),
                High = Math.Max(_goal.Loss(low), _goal.Loss(high)),
                ProbabilityOfBest = posterior.ProbabilityOfLowest(k),
                Separation = k == posterior.Lowest ? 0 : posterior.Separation(k, posterior.Lowest),
            };
        }
        var isWhole = Array.TrueForAll(entries, entry => entry.IsOut || entry.Runs >= FirstRuns);
        return new(_goal, entries)
        {
            Winner = isWhole ? entries[known[posterior.Lowest]] : null,
            NeedsMore = posterior.IsExact && Array.Exists(entries, entry => !entry.IsOut && entry.Runs < RunsWithoutNoise),
        };
    }

    private double[] Losses(IEnumerable<RaceRun> runs)
    {
        var losses = new double[runs.Max(run => run.Replicate) + 1];
        Array.Fill(losses, double.NaN);
        foreach (var run in runs)
            losses[run.Replicate] = run.Value is { } value ? _goal.Loss(value) : double.NaN;
        return losses;
    }

    /// <summary>Whether nothing is left to run: the winner is known well enough, the runs are used up, or there is nothing to choose from.</summary>
    public bool IsOver(RaceStanding standing) => standing.Runs >= MostRuns
        || standing.Entries.All(entry => entry.IsOut)
        || (standing is { NeedsMore: false, Winner: { } winner } && winner.ProbabilityOfBest >= Probability && (Probability < 1 || _finalists.Count == 1));

    /// <summary>The trial that is to run next; null where the race is over, or so many run that it may be.</summary>
    /// <param name="standing">What is known.</param>
    /// <param name="running">The trials that run now, one as often as it runs.</param>
    public int? Next(RaceStanding standing, IReadOnlyCollection<int> running)
    {
        if (IsOver(standing) || standing.Runs + running.Count >= MostRuns)
            return null;
        var entries = standing.Entries;
        // (finalists): its runs, those that have not ended too.
        int[] n = [.. entries.Select(entry => entry.Runs + entry.Failures + running.Count(trial => trial == entry.Finalist.Trial))];
        int[] left = [.. Enumerable.Range(0, n.Length).Where(i => !entries[i].IsOut)];
        var fewest = left.MinBy(i => n[i]);
        if (standing.Winner is not { } winner || n[fewest] < (standing.NeedsMore ? RunsWithoutNoise : FirstRuns) || left.Length == 1)
            return entries[fewest].Finalist.Trial;
        var leader = left.First(i => ReferenceEquals(entries[i], winner));
        var challenger = left.Where(i => i != leader).MinBy(i => entries[i].Separation * Math.Sqrt((double)n[i] / entries[i].Runs));
        return entries[n[leader] < n[challenger] ? leader : challenger].Finalist.Trial;
    }
}
