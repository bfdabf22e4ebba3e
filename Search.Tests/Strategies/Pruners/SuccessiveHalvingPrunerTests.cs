using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class SuccessiveHalvingPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new SuccessiveHalvingPruner();

    [Theory]
    [InlineData(5.5, true)]
    [InlineData(6.5, false)]
    public void At_a_decision_the_best_third_goes_on(double value, bool isStopped)
    {
        // Eight others reported 1, …, 8 at step 3; with this trial they are nine, of which three go on.
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 8).Select(i => PrunerCases.Trial(i, 0, 0, i))]);

        Assert.Equal(isStopped, new SuccessiveHalvingPruner(r: 3, eta: 3).ShouldStop(PrunerCases.Trial(20, 0, 0, value), peers));
    }

    [Fact]
    public void Between_decisions_nobody_is_stopped()
    {
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 20).Select(i => PrunerCases.Trial(i, [.. Enumerable.Repeat(1.0, 30)]))]);
        var stops = Enumerable.Range(1, 30).Where(step =>
            new SuccessiveHalvingPruner(r: 2, eta: 3).ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), peers));

        Assert.Equal([2, 6, 18], stops);
    }

    [Fact]
    public void A_higher_rate_leaves_out_the_first_decisions()
    {
        var peers = PrunerCases.Past(PrunerCases.Trial(1, [.. Enumerable.Repeat(1.0, 30)]));
        var stops = Enumerable.Range(1, 30).Where(step =>
            new SuccessiveHalvingPruner(r: 1, eta: 4, s: 1).ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), peers));

        Assert.Equal([4, 16], stops);
    }

    [Fact]
    public void Where_the_first_step_is_not_given_it_is_a_fifth_of_the_longest_complete_trial()
    {
        double[] Long(int steps) => [.. Enumerable.Repeat(1.0, steps)];
        int[] Stops(params Trial[] peers) => [.. Enumerable.Range(1, 60).Where(step =>
            new SuccessiveHalvingPruner().ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), PrunerCases.Past(peers)))];

        Assert.Equal([10, 20, 40], Stops(PrunerCases.Trial(1, Long(50)), PrunerCases.Trial(2, Long(7))));
        Assert.Equal([1, 2], Stops(PrunerCases.Trial(1, Long(3))));
        Assert.Empty(Stops());
        Assert.Empty(Stops(PrunerCases.Trial(1, Long(50)) with { State = TrialState.Pruned }));
    }

    [Fact]
    public void A_stopped_trial_is_promotable_once_it_is_among_the_best_of_its_rung()
    {
        var pruner = new SuccessiveHalvingPruner(r: 1, eta: 2);
        Trial[] three = [PrunerCases.Trial(0, 9, 9), PrunerCases.Stopped(1, 8), PrunerCases.Stopped(2, 1)];

        Assert.Empty(pruner.Promotable(PrunerCases.Past(three)));
        var promotable = pruner.Promotable(PrunerCases.Past([.. three, PrunerCases.Stopped(3, 2)]));
        Assert.Equal([1], promotable.Select(trial => trial.Number));
    }

    [Fact]
    public void A_promoted_trial_that_runs_is_not_promotable_and_counts_in_its_rung()
    {
        var pruner = new SuccessiveHalvingPruner(r: 1, eta: 2);
        var log = new HistoryLog(PrunerCases.Past().Problem);
        foreach (var (number, value) in new[] { 9.0, 8, 7, 1 }.Index())
            log.Add(PrunerCases.Stopped(number, value) with { FinishOrder = number });
        var first = log.Next().Finished[0];

        log.Add(first with { State = TrialState.Running, PreviousResult = first, Value = null, FinishOrder = null });

        Assert.Equal([1], pruner.Promotable(log.Live()).Select(trial => trial.Number));
    }

    /// <summary>Random studies, against the paper's algorithm written down as it stands.</summary>
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(1, 3, 1)]
    public void Promotable_trials_are_those_of_the_paper_from_the_highest_rung_down(int r, int eta, int s)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var random = new RandomStream(seed, 0, StreamPurpose.Evaluate);
            var trials = new List<Trial>();
            for (var number = 0; number < 40; number++)
            {
                // Few values, so that some are equal.
                var values = new double[1 + random.NextInt(30)];
                for (var i = 0; i < values.Length; i++)
                    values[i] = random.NextInt(12);
                trials.Add(random.NextInt(3) == 0 ? PrunerCases.Trial(number, values) : PrunerCases.Stopped(number, values));
            }

            var promotable = new SuccessiveHalvingPruner(r, eta, s).Promotable(PrunerCases.Past(trials)).Select(trial => trial.Number);

            Assert.Equal(Naive(trials, r, eta, s), promotable);
        }
    }

    private static List<int> Naive(List<Trial> trials, int r, int eta, int s)
    {
        var found = new List<int>();
        for (var k = 9; k >= 0; k--)
        {
            var (rung, next) = (r * Math.Pow(eta, s + k), r * Math.Pow(eta, s + k + 1));
            bool HasGoneOn(Trial trial) => trial.State == TrialState.Complete || trial.Measurements.Count >= next;
            var reached = trials.Where(trial => trial.Measurements.Count >= rung).ToList();
            reached.Sort((one, other) =>
            {
                var (x, y) = (one.Measurements[(int)rung - 1].Value, other.Measurements[(int)rung - 1].Value);
                return x != y ? y.CompareTo(x) : HasGoneOn(one) != HasGoneOn(other) ? HasGoneOn(other).CompareTo(HasGoneOn(one)) : one.Number.CompareTo(other.Number);
            });
            found.AddRange(reached.Take(reached.Count / eta).Where(trial => !HasGoneOn(trial)).Select(trial => trial.Number));
        }
        return found;
    }

    /// <summary>Each of 81 trials in random order of quality is stopped at a decision with about two chances in three.</summary>
    [Fact]
    public void Most_of_the_steps_of_a_study_are_saved_and_its_best_trial_is_not_stopped()
    {
        var random = new RandomStream(3, 0, StreamPurpose.Evaluate);
        var quality = Enumerable.Range(0, 81).ToArray();
        random.Shuffle(quality.AsSpan());
        var log = new HistoryLog(new(ExampleSpaces.Floats(1), Goal.Maximize("score"), 0));
        var steps = 0;
        foreach (var (number, q) in quality.Index())
        {
            var trial = PrunerCases.Trial(number, q);
            while (trial.LastMeasuredStep < 27 && !new SuccessiveHalvingPruner(r: 1, eta: 3).ShouldStop(trial, log.Live()))
                trial = PrunerCases.Trial(number, [.. Enumerable.Repeat((double)q, trial.LastMeasuredStep + 1)]);
            steps += trial.LastMeasuredStep;
            Assert.True(q < 80 || trial.LastMeasuredStep == 27);
            log.Add(trial);
        }

        Assert.InRange(steps, 81, 81 * 27 / 2);
    }
}
