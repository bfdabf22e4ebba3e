using HyperSearch.Core;

namespace HyperSearch;

/// <summary>What a proposal may look at: the study, the results so far, and the trials that are still out.</summary>
/// <remarks>
/// It can be rebuilt for any trial of the record from that trial's number and <see cref="Trial.Observed"/>:
/// see <see cref="HistoryLog.At(Trial)"/>. That is why trials that run show their point but nothing they reported.
/// </remarks>
public sealed class History
{
    private readonly Lazy<HistoryTrials> _trials;

    internal History(SearchProblem problem, int number, HistoryTrials trials) : this(problem, number, trials.Results.Count, new Lazy<HistoryTrials>(trials)) { }

    private History(SearchProblem problem, int number, int observed, Lazy<HistoryTrials> trials) =>
        (Problem, Number, Observed, _trials) = (problem, number, observed, trials);

    /// <summary>A history whose trials are read when a strategy first asks for them: one that looks at none costs no reading.</summary>
    /// <param name="problem">The study's space, goal and seed.</param>
    /// <param name="number">The number of the trial that is to be proposed.</param>
    /// <param name="observed">How many results there are.</param>
    /// <param name="read">Gives the same history with its trials: see <see cref="HistoryLog.At(int, int)"/>. Called once at most.</param>
    public static History Deferred(SearchProblem problem, int number, int observed, Func<History> read) =>
        new(problem, number, observed, new Lazy<HistoryTrials>(() => read()._trials.Value, LazyThreadSafetyMode.None));

    /// <summary>A history of these trials: the finished ones in the order given, the others as running.</summary>
    public static History Of(SearchProblem problem, params IEnumerable<Trial> trials)
    {
        var log = new HistoryLog(problem);
        foreach (var trial in trials)
            log.Add(trial);
        return log.Next();
    }

    /// <summary>
    /// The same history seen in a narrower space: what lies outside of it is left out. The number of the trial to be proposed
    /// stays, so that it draws what it would have drawn.
    /// </summary>
    /// <param name="space">The narrower space.</param>
    /// <param name="located">Finished trials as they were found in that space before, by reference; new ones are added. Saves time, nothing else.</param>
    public History RestrictedTo(SearchSpace space, Dictionary<Trial, Trial?>? located = null)
    {
        return new(Problem with { Space = space }, Number,
            new HistoryTrials(new object(), new([.. Finished.Select(Known).OfType<Trial>()]), [.. Running.Select(Inside).OfType<Trial>()], int.MaxValue));

        Trial? Known(Trial trial)
        {
            if (located is null)
                return Inside(trial);
            if (!located.TryGetValue(trial, out var inside))
                located.Add(trial, inside = Inside(trial));
            return inside;
        }

        Trial? Inside(Trial trial) => space.Locate(trial.Point, Space) is { } point ? trial with { Point = point } : null;
    }

    public SearchProblem Problem { get; }

    public SearchSpace Space => Problem.Space;

    public Goal Goal => Problem.Goal;

    /// <summary>The number of the trial that is to be proposed.</summary>
    public int Number { get; }

    /// <summary>How many results there are.</summary>
    public int Observed { get; }

    /// <summary>The random numbers of the trial that is to be proposed, from their beginning.</summary>
    public RandomStream ProposalStream() => new(Problem.Seed, Number, StreamPurpose.Propose);

    /// <summary>Trials that are complete, pruned or failed, in the order in which their results arrived.</summary>
    /// <remarks>
    /// Each is there once. The later result of a promoted or requeued trial takes the earlier one away, so that a longer history does not
    /// always begin with a shorter one: what is kept from one proposal to the next goes by <see cref="Results"/>.
    /// </remarks>
    public IReadOnlyList<Trial> Finished => _trials.Value.Finished;

    /// <summary>All results in the order in which they arrived, also those that a promoted or requeued trial had before. Only ever appended to.</summary>
    public IReadOnlyList<Trial> Results => _trials.Value.Results;

    /// <summary>
    /// What the history was cut from: of two with the same origin, the results of the longer one begin with those of the other. So what is
    /// kept from one question to the next can be looked up without comparing results.
    /// </summary>
    public object Origin => _trials.Value.Origin;

    /// <summary>The finished trials as they stood after the first <paramref name="results"/> results.</summary>
    public IReadOnlyList<Trial> FinishedAfter(int results) => _trials.Value.FinishedAfter(results);

    /// <summary>Trials that were proposed before and have no result yet, by number, without measurements.</summary>
    public IReadOnlyList<Trial> Running => _trials.Value.Running;

    /// <summary>The best complete trial: see <see cref="TrialRanking"/>; null where there is none.</summary>
    public Trial? Best => new TrialRanking(Goal).Best(Finished);
}
