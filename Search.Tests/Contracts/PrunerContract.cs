using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every pruner holds to. A pruner's test class derives from this one and says how the pruner is made.</summary>
public abstract class PrunerContract
{
    private const int Steps = 81;

    private static readonly SearchSpace Space = ExampleSpaces.Floats(1);

    public static TheoryData<string> Histories => [.. Peers.Keys];

    /// <summary>
    /// A new instance, equal to any made before, for values of which 0 is hopeless and 1 is as good as it gets; where
    /// <paramref name="sign"/> is −1, for 0 and −1.
    /// </summary>
    protected abstract IPruner Create(double sign);

    [Theory, MemberData(nameof(Histories))]
    public void The_same_trial_and_history_give_the_same_answer_from_a_fresh_instance(string peers)
    {
        var history = Past(Peers[peers], Goal.Maximize("score"));
        var pruner = Create(1);
        foreach (var trial in Curves())
        {
            var first = pruner.ShouldStop(trial, history);
            Assert.Equal(first, pruner.ShouldStop(trial, history));
            Assert.Equal(first, Create(1).ShouldStop(trial, history));
        }
    }

    [Theory, MemberData(nameof(Histories))]
    public void What_is_promotable_is_a_function_of_the_history_and_was_pruned(string peers)
    {
        if (Create(1) is not IPromotingPruner pruner)
            return;
        var history = Past(Peers[peers], Goal.Maximize("score"));
        var promotable = pruner.Promotable(history).ToArray();

        Assert.Equal(promotable, ((IPromotingPruner)Create(1)).Promotable(history));
        Assert.Equal(promotable.Length, promotable.DistinctBy(trial => trial.Number).Count());
        Assert.All(promotable, trial => Assert.Equal(TrialState.Pruned, trial.State));
    }

    [Theory, MemberData(nameof(Histories))]
    public void Maximizing_a_score_is_minimizing_its_negative(string peers)
    {
        var high = Past(Peers[peers], Goal.Maximize("score"));
        var low = Past(Peers[peers].Select(Negative), Goal.Minimize("score"));

        foreach (var trial in Curves())
            Assert.Equal(Create(1).ShouldStop(trial, high), Create(-1).ShouldStop(Negative(trial), low));
    }

    [Theory, MemberData(nameof(Histories))]
    public void A_trial_that_improves_and_is_better_than_all_others_is_not_stopped(string peers)
    {
        var history = Past(Peers[peers], Goal.Maximize("score"));
        var trial = Reporting(1000, step => 0.9 + 0.1 * step / Steps);

        for (var step = 1; step <= Steps; step++)
            Assert.False(Create(1).ShouldStop(UpTo(step, trial), history), $"stopped at step {step}");
    }

    [Fact]
    public void Of_trials_without_hope_most_are_stopped()
    {
        var history = Past(Peers["many"], Goal.Maximize("score"));
        var stopped = Enumerable.Range(1000, 20).Count(number =>
            Enumerable.Range(1, Steps).Any(step => Create(1).ShouldStop(UpTo(step, Reporting(number, _ => 0)), history)));

        Assert.InRange(stopped, 11, 20);
    }

    [Fact]
    public void Steps_may_be_left_out()
    {
        var history = Past(Peers["many"], Goal.Maximize("score"));
        var trial = Reporting(1000, step => step) with { Measurements = [new(2, 0.95), new(50, 0.96), new(1_000_000_000, 0.97)] };

        for (var count = 1; count <= 3; count++)
            Assert.False(Create(1).ShouldStop(trial with { Measurements = [.. trial.Measurements.Take(count)] }, history));
    }

    private static readonly Dictionary<string, Trial[]> Peers = new(StringComparer.Ordinal)
    {
        ["none"] = [],
        ["one"] = [Reporting(0, _ => 0.5)],
        ["many"] = [.. Enumerable.Range(0, 60).Select(number => Reporting(number, step => 0.3 + 0.5 * number / 60 * step / Steps))],
        ["equal"] = [.. Enumerable.Range(0, 30).Select(number => Reporting(number, _ => 0.5))],
        ["without measurements"] = [.. Enumerable.Range(0, 30).Select(number => Reporting(number, _ => 0.5) with { Measurements = [] })],
        ["failed"] = [.. Enumerable.Range(0, 30).Select(number => UpTo(7, Reporting(number, _ => 0.5)) with { State = TrialState.Failed, Value = null })],
        ["running"] = [.. Enumerable.Range(0, 30).Select(number => UpTo(number + 1, Reporting(number, step => 0.01 * step)) with { State = TrialState.Running, Value = null })],
        ["pruned"] = [.. Enumerable.Range(0, 30).Select(number => UpTo(number % 4 + 1, Reporting(number, step => 0.01 * number)) with { State = TrialState.Pruned })],
        ["huge"] = [.. Enumerable.Range(0, 30).Select(number => Reporting(number, _ => double.MinValue))],
    };

    // Trials of every length, good and bad.
    private static IEnumerable<Trial> Curves() =>
        from end in new[] { 0.0, 0.2, 0.5, 0.7, 1 }
        from step in new[] { 1, 2, 3, 8, 9, 10, 27, Steps }
        select UpTo(step, Reporting(1000, at => end * at / Steps));

    private static History Past(IEnumerable<Trial> peers, Goal goal)
    {
        var log = new HistoryLog(new(Space, goal, 0));
        foreach (var peer in peers)
            log.Add(peer);
        return log.Live();
    }

    private static Trial Reporting(int number, Func<int, double> value) => new(number, TrialState.Complete, Space.Complete([0.5]))
    {
        Measurements = [.. Enumerable.Range(1, Steps).Select(step => new Measurement(step, value(step)))],
        Value = value(Steps),
    };

    private static Trial UpTo(int step, Trial trial) => trial with { Measurements = [.. trial.Measurements.Take(step)] };

    private static Trial Negative(Trial trial) => trial with
    {
        Value = -trial.Value,
        Measurements = [.. trial.Measurements.Select(measurement => measurement with { Value = -measurement.Value })],
    };
}
