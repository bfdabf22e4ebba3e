using HyperSearch;
using HyperSearch.Core;

namespace Search.Benchmarks;

/// <summary>Searches of a problem, a trial after the other.</summary>
internal static class QualitySearch
{
    /// <summary>A search of so many trials, fewer where the strategy has no more to propose: its history after the last.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="strategy">What searches it.</param>
    /// <param name="seed">The seed of the study.</param>
    /// <param name="trials">How many trials.</param>
    /// <param name="evaluate">Makes a trial of one that has run; null for <see cref="QualityProblem.Evaluated"/>.</param>
    /// <param name="look">Sees the history before each proposal.</param>
    public static History Of(QualityProblem problem, IStrategy strategy, int seed, int trials, Func<Trial, Trial>? evaluate = null, Action<History>? look = null)
    {
        var log = new HistoryLog(new StudyDefinition("quality", problem.Space, problem.Goal, (ulong)seed) { PlannedTrials = trials });
        for (var number = 0; number < trials; number++)
        {
            var history = log.Next();
            look?.Invoke(history);
            var random = history.ProposalStream();
            if (strategy.Propose(history, ref random) is not { } proposal)
                break;
            var trial = proposal.ToTrial(problem.Space, number, log.Observed);
            log.Add(trial);
            log.Add((evaluate ?? problem.Evaluated)(trial));
        }
        return log.Next();
    }
}
