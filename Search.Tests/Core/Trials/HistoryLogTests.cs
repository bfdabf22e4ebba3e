using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class HistoryLogTests
{
    private static readonly StudyDefinition Study = new("study", new SearchSpace(new FloatParameter("x", 0, 1)), Goal.Minimize("loss"), Seed: 1);

    /// <summary>Any order in which several workers start and finish.</summary>
    [Fact]
    public void The_history_of_a_proposal_can_be_rebuilt_after_everything_that_followed()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var random = new RandomStream(seed, 0, StreamPurpose.Evaluate);
            var log = new HistoryLog(Study);
            var seen = new List<(Trial Trial, History History)>();
            var running = new List<Trial>();
            var pruned = new List<Trial>();
            for (var i = 0; i < 100; i++)
            {
                if (running.Count > 0 && random.NextInt(2) == 0)
                {
                    var trial = running[random.NextInt(running.Count)];
                    running.Remove(trial);
                    trial = Finish(trial, log.Observed, ref random);
                    log.Add(trial);
                    if (trial.State == TrialState.Pruned)
                        pruned.Add(trial);
                }
                else if (pruned.Count > 0 && random.NextInt(4) == 0)
                {
                    var promoted = Promote(pruned[random.NextInt(pruned.Count)]);
                    pruned.Remove(promoted.PreviousResult!);
                    running.Add(promoted);
                    log.Add(promoted);
                }
                else
                {
                    var trial = new Trial(log.Count, TrialState.Running, new Point([random.NextDouble()])) { Observed = log.Observed };
                    seen.Add((trial, log.Next()));
                    running.Add(trial);
                    log.Add(trial);
                    // A measurement, a lease lost and taken up again: none of it shows in a history.
                    log.Add(trial with { State = random.NextInt(2) == 0 ? TrialState.Waiting : TrialState.Running, Attempt = 2, Measurements = [new(1, 0.5)] });
                }
            }
            Assert.Contains(log.Next().Results, trial => trial.PreviousResult is not null);
            foreach (var (trial, history) in seen)
                RequireSame(history, log.At(trial));
        }
    }

    [Fact]
    public void A_promoted_trial_counts_as_what_it_came_to_before_until_its_next_result_takes_the_place()
    {
        var log = new HistoryLog(Study);
        log.Add(Pruned(0, 0.25) with { FinishOrder = 0 });
        log.Add(Complete(1, 0.5));
        var promoted = Promote(log.Next().Finished[0]) with { Measurements = [new(1, 0.125)] };
        log.Add(promoted);
        var before = log.Next();
        var live = log.Live();
        log.Add(promoted with { State = TrialState.Complete, Value = 0.75 });
        var after = log.Next();

        Assert.Equal((2, 0), (before.Number, before.Running.Count));
        Assert.Equal([(0, 0.25), (1, 0.5)], before.Finished.Select(trial => (trial.Number, trial.Value!.Value)));
        Assert.Equal(1, Assert.Single(live.Finished).Number);
        Assert.Equal(promoted.Measurements, Assert.Single(live.Running).Measurements);
        Assert.Equal((2, 3), (after.Number, log.Observed));
        Assert.Equal([(1, 0.5), (0, 0.75)], after.Finished.Select(trial => (trial.Number, trial.Value!.Value)));
        Assert.Equal([0, 1, 0], after.Results.Select(trial => trial.Number));
        Assert.Equal(before.Finished, after.FinishedAfter(2));
    }

    [Fact]
    public void Trials_that_run_show_their_point_but_nothing_they_reported()
    {
        var log = new HistoryLog(Study);
        log.Add(new Trial(0, TrialState.Running, new Point([0.5])) { Observed = 0, Measurements = [new(1, 0.5)] });
        var trial = Assert.Single(log.Next().Running);
        Assert.Equal((0, new Point([0.5])), (trial.Number, trial.Point));
        Assert.Empty(trial.Measurements);
    }

    [Fact]
    public void A_history_does_not_change_when_results_are_added()
    {
        var log = new HistoryLog(Study);
        var histories = new List<History>();
        for (var i = 0; i < 100; i++)
        {
            histories.Add(log.Next());
            log.Add(Complete(i, i));
        }
        for (var i = 0; i < 100; i++)
            Assert.Equal(Enumerable.Range(0, i), histories[i].Finished.Select(trial => trial.Number));
    }

    [Fact]
    public void Finished_trials_stand_in_the_order_in_which_they_finished()
    {
        var history = History.Of(Study, Complete(2, 1), Complete(0, 1), Complete(1, 1));
        Assert.Equal([2, 0, 1], history.Finished.Select(trial => trial.Number));
        Assert.Equal([0, 1, 2], history.Finished.Select(trial => trial.FinishOrder!.Value));
        Assert.Equal(3, history.Number);
    }

    [Fact]
    public void A_trial_that_no_strategy_proposed_has_no_history()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new HistoryLog(Study).At(Complete(3, 1)));
        Assert.Contains("Trial 3", error.Message);
    }

    [Fact]
    public void Scored_trials_are_those_with_a_value()
    {
        var history = History.Of(Study, Complete(0, 3), Failed(1), Pruned(2, 1), Pruned(3, null), new Trial(4, TrialState.Running, default));
        Assert.Equal([0, 2], history.Finished.Where(trial => trial.Value is not null).Select(trial => trial.Number));
    }

    [Fact]
    public void The_best_is_the_complete_trial_with_the_best_value_and_of_two_the_lower_number()
    {
        Trial[] trials = [Complete(0, 3), Failed(1), Complete(4, 1), Complete(3, 1), Complete(5, 7), Complete(6, 7), Pruned(2, 0.5), Pruned(7, 9)];
        Assert.Equal(3, History.Of(Study, trials).Best!.Number);
        Assert.Equal(5, History.Of(Study with { Goal = Goal.Maximize("accuracy") }, trials).Best!.Number);
        Assert.Null(History.Of(Study, Failed(0), Pruned(1, 1)).Best);
    }

    private static Trial Finish(Trial trial, int order, ref RandomStream random) => random.NextInt(3) switch
    {
        0 => trial with { State = TrialState.Complete, Value = random.NextDouble(), FinishOrder = order },
        1 => trial with { State = TrialState.Pruned, Value = random.NextDouble(), FinishOrder = order },
        _ => trial with { State = TrialState.Failed, Error = "out of memory", FinishOrder = order },
    };

    private static Trial Promote(Trial pruned) =>
        pruned with { State = TrialState.Running, PreviousResult = pruned, Value = null, FinishOrder = null, Attempt = pruned.Attempt + 1 };

    private static void RequireSame(History expected, History actual)
    {
        Assert.Equal(expected.Number, actual.Number);
        Assert.Equal(expected.Finished, actual.Finished);
        Assert.Equal(expected.Finished.Count, expected.Finished.DistinctBy(trial => trial.Number).Count());
        Assert.Equal(expected.Results, actual.Results);
        Assert.Equal(expected.Running, actual.Running);
    }

    private static Trial Complete(int number, double value) => new(number, TrialState.Complete, new Point([0.5])) { Value = value };

    private static Trial Pruned(int number, double? value) => new(number, TrialState.Pruned, new Point([0.5])) { Value = value };

    private static Trial Failed(int number) => new(number, TrialState.Failed, new Point([0.5])) { Error = "out of memory" };
}
