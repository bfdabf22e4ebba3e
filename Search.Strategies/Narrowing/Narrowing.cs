using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Any strategy, in rounds: after each the ranges are drawn around the best trials so far, as one does by hand from a coarse
/// search to a fine one (Ng, "Improving Deep Neural Networks", week 3; Bengio, "Practical Recommendations for Gradient-Based
/// Training", 2012, section 3.3).
/// </summary>
/// <remarks>
/// A trial's number says its round. What the round looked like follows from the results that its first proposal saw, so that
/// nothing has to be remembered. It ends when the ranges have stopped to shrink.
/// </remarks>
/// <param name="inner">What proposes within the ranges; it sees the trials that lie inside of them.</param>
public sealed class Narrowing(IStrategy inner) : IStrategy
{
    // Narrow ranges of discrete parameters hold few points: a strategy that draws at random is asked again.
    private const int MostDraws = 10;

    // A round shrinks where it takes at least this off the logarithm of the volume.
    private const double LeastShrinkage = 0.05;

    private readonly RoundCache<(Trial? Last, int Observed, NarrowingRound Round)> _rounds = new();

    /// <summary>How many trials a round has; 1 or more.</summary>
    public int RoundLength { get; init => field = Require.That(value >= 1, "1 <= RoundLength", value); } = 10;

    /// <summary>The share of the scored trials that the ranges are drawn around, in (0, 1]; there are at least four of them.</summary>
    public double EliteShare { get; init => field = Require.That(value is > 0 and <= 1, "0 < EliteShare <= 1", value); } = 0.1;

    /// <summary>What is left on each side of the best trials, as a share of the interval they span; 0 or more, finite.</summary>
    public double Margin { get; init => field = Require.That(value >= 0 && double.IsFinite(value), "0 <= Margin < ∞", value); } = 0.2;

    /// <summary>The share of each round that explores the declared space; in [0, 1].</summary>
    public double Explore { get; init => field = Require.That(value is >= 0 and <= 1, "0 <= Explore <= 1", value); } = 0.2;

    /// <summary>A parameter is narrowed only where its best values lie closer than by chance with at most this probability; in [0, 1].</summary>
    public double Chance { get; init => field = Require.That(value is >= 0 and <= 1, "0 <= Chance <= 1", value); } = 0.5;

    /// <summary>After so many rounds that did not shrink the ranges the search ends; 1 or more.</summary>
    public int Patience { get; init => field = Require.That(value >= 1, "1 <= Patience", value); } = 10;

    /// <inheritdoc/>
    public bool LearnsFromEarlierStudies => inner.LearnsFromEarlierStudies;

    /// <inheritdoc/>
    public bool RepeatsPoints => inner.RepeatsPoints;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        if (RoundOf(history) is not { } round)
            return null;
        var explores = Explores(history.Number % RoundLength);
        var (space, view) = explores ? (history.Space, history) : (round.Space, history.RestrictedTo(round.Space, round.RestrictedTrials));
        var tried = history.Finished.Concat(history.Running).Select(trial => trial.Point).ToHashSet();
        for (var draws = 1; inner.Propose(view, ref random) is { } proposal; draws++)
        {
            var point = history.Space.Locate(space.Complete(proposal.Point.Codes), space)!.Value;
            if (draws == MostDraws || (!tried.Contains(point) && history.Space.Allows(point)))
            {
                return new(point)
                {
                    Note = $"round {round.Recorded.Number}{(explores ? ", exploring" : "")}{(proposal.Note is { } note ? ": " + note : "")}",
                    Round = round.Recorded,
                };
            }
        }
        return null;
    }

    /// <summary>Names what it wraps as well.</summary>
    public override string ToString() => $"{GetType()} of {inner}";

    private bool Explores(int place) => Math.Floor((place + 1) * Explore) > Math.Floor(place * Explore);

    // The round of the next trial; null where the ranges have stopped to shrink before it.
    private NarrowingRound? RoundOf(History history)
    {
        var rules = new NarrowingRules(EliteShare, Margin, Chance);
        var observed = PlannedRound.ObservedByRound(history, RoundLength);
        var round = _rounds.Get(history.Space, 0, _ => true, () => (null, 0, NarrowingRound.First(history.Space))).Round;
        var smallest = 0.0;
        var unchanged = 0;
        for (var r = 1; r < observed.Length; r++)
        {
            var (count, previous) = (observed[r], round);
            var last = count > 0 ? history.Results[count - 1] : null;
            round = _rounds.Get(history.Space, r, cached => cached.Observed == count && ReferenceEquals(cached.Last, last), () =>
            {
                previous.RestrictedTrials.Clear();
                return (last, count, previous.Next(rules, Observations.Of(history, count)));
            }).Round;
            unchanged = round.LogVolume <= smallest - LeastShrinkage ? 0 : unchanged + 1;
            smallest = Math.Min(smallest, round.LogVolume);
            if (unchanged == Patience)
                return null;
        }
        return round;
    }
}
