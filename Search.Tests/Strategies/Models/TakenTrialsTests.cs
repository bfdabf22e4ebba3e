using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>What a study takes of an earlier one.</summary>
public sealed class TakenTrialsTests
{
    private static readonly StudyDefinition Study = new("earlier", new SearchSpace(new FloatParameter("x", 0, 1), new ChoiceParameter<string>("kind", ["a", "b"])), Goal.Maximize("accuracy"), 1);

    [Fact]
    public void Every_trial_that_has_ended_is_taken_in_the_order_of_the_results_and_is_worth_what_it_is_to_any_strategy()
    {
        var trials = new[]
        {
            Finished(0, 0.5, order: 2), Finished(1, 0.25, order: 0), Finished(2, 0.75, order: 1, TrialState.Pruned), Finished(3, null, order: 3, TrialState.Failed),
            new Trial(4, TrialState.Running, Point(0.4)),
        };

        var taken = TakenTrials.Of(Study, trials);

        Assert.Equal(("earlier", 4, 0.5, Study.Goal), (taken.Name, taken.Results, taken.Best, taken.Goal));
        Assert.Equal(Study.Space.Parameters.Select(parameter => parameter.Definition), taken.Parameters);
        Assert.Equal([0.1, 0.2, 0, 0.3], taken.Trials.Select(trial => trial.Values[0].Value.Number!.Value));
        Assert.All(taken.Trials, trial => Assert.Equal(["x", "kind"], trial.Values.Select(pair => pair.Key)));
        Assert.Equal(Observations.Of(Study.Goal, [trials[1], trials[2], trials[0], trials[3]]).Losses, taken.Trials.Select(trial => trial.Loss));
        Assert.Equal(taken.Trials[0].Loss, taken.Trials[3].Loss);
    }

    [Fact]
    public void A_trial_that_runs_again_counts_once_as_what_it_came_to_before()
    {
        var before = Finished(0, 0.5, order: 0, TrialState.Pruned);
        Trial[] trials =
        [
            before with { State = TrialState.Running, Value = null, FinishOrder = null, PreviousResult = before },
            Finished(1, 0.25, order: 2) with { PreviousResult = Finished(1, 0.125, order: 1, TrialState.Pruned) },
        ];

        var taken = TakenTrials.Of(Study, trials);

        Assert.Equal(3, taken.Results);
        Assert.Equal([0, 0.1], taken.Trials.Select(trial => trial.Values[0].Value.Number!.Value));
    }

    [Fact]
    public void Of_many_trials_the_best_are_taken_and_others_evenly_over_their_ranks()
    {
        var random = new RandomStream(5, 0, StreamPurpose.Evaluate);
        var trials = new Trial[1000];
        for (var i = 0; i < trials.Length; i++)
            trials[i] = Finished(i, random.NextDouble(), order: i);

        var taken = TakenTrials.Of(Study, trials);

        var values = trials.Select(trial => -trial.Value!.Value).Order().ToList();
        var largest = values.Max(Math.Abs);
        var ranks = taken.Trials.Select(trial => values.FindIndex(value => value / largest == trial.Loss)).Order().ToArray();
        Assert.Equal((1000, TakenTrials.Most), (taken.Results, taken.Trials.Count));
        Assert.Equal(Enumerable.Range(0, 100), ranks[..100]);
        Assert.All(ranks.Skip(100).Zip(ranks.Skip(101)), pair => Assert.Equal(9, pair.Second - pair.First));
        var places = taken.Trials.Select(trial => Array.FindIndex(trials, other => -other.Value!.Value / largest == trial.Loss)).ToArray();
        Assert.Equal(places.Order(), places);
    }

    private static Trial Finished(int number, double? value, int order, TrialState state = TrialState.Complete) =>
        new(number, state, Point(number / 10.0 % 1)) { Value = value, FinishOrder = order, Observed = 0 };

    private static Point Point(double x) => Study.Space.Complete([x, 1]);
}
