using System.Diagnostics;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Benchmarks;

/// <summary>The regret and the seconds spent on proposals after so many trials of one run.</summary>
internal readonly record struct QualityCheckpoint(int Trials, double Regret, double Seconds);

/// <summary>One run of one strategy on one problem.</summary>
/// <param name="Trials">How many trials there are.</param>
/// <param name="Outstanding">How many trials before the one that is proposed still run.</param>
/// <param name="Checkpoints">After how many trials the regret is taken.</param>
internal sealed record QualityRun(int Trials, int Outstanding, int[] Checkpoints)
{
    public List<QualityCheckpoint> Play(QualityProblem problem, IStrategy strategy, int seed, IReadOnlyList<EarlierStudy> earlier)
    {
        var study = new StudyDefinition("quality", problem.Space, problem.Goal, (ulong)seed)
        {
            FurtherGoals = problem.FurtherGoals,
            Constraints = problem.Constraints,
            PlannedTrials = Trials,
            Earlier = earlier,
        };
        var log = new HistoryLog(study);
        var running = new Queue<Trial>();
        var checkpoints = new List<QualityCheckpoint>();
        var (best, behindIt) = (double.NaN, double.NaN);
        var found = new List<double[]>();
        var ticks = 0L;
        for (var number = 0; number < Trials; number++)
        {
            if (running.Count > Outstanding)
                Finish();
            var history = log.Next();
            var random = history.ProposalStream();
            var start = Stopwatch.GetTimestamp();
            var proposal = strategy.Propose(history, ref random);
            ticks += Stopwatch.GetTimestamp() - start;
            if (proposal is null)
                break;
            var trial = proposal.ToTrial(problem.Space, number, log.Observed);
            log.Add(trial);
            running.Enqueue(trial);
        }
        while (running.Count > 0)
            Finish();
        return checkpoints;

        void Finish()
        {
            var trial = problem.Evaluated(running.Dequeue());
            log.Add(trial);
            if (trial is { Value: { } value, IsFeasible: true })
            {
                found.Add(ParetoFront.Losses(study.Goals, trial));
                if (double.IsNaN(best) || problem.Goal.IsBetter(value, best))
                    (best, behindIt) = (value, problem.NoiseFree(trial.Point));
            }
            if (Checkpoints.Contains(log.Observed))
                checkpoints.Add(new(log.Observed, problem.RegretOfFound?.Invoke(found) ?? problem.Regret(behindIt), Stopwatch.GetElapsedTime(0, ticks).TotalSeconds));
        }
    }
}
