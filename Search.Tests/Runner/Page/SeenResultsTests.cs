using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What the page says that a proposal saw is what the history of that proposal has.</summary>
public sealed class SeenResultsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_proposal_saw_what_its_history_has(bool isMaximize)
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        var study = new StudyDefinition("study", space, isMaximize ? Goal.Maximize("score") : Goal.Minimize("loss"), 1);
        var rehearsal = new Rehearsal(study, trial => (trial.Number % 5) switch
        {
            1 => TrialResult.Failed("no"),
            2 when trial.PreviousResult is null => TrialResult.Pruned(1),
            _ => TrialResult.Complete(trial.Number * 7 % 11),
        });
        for (var i = 0; i < 20; i++)
        {
            rehearsal.Run(new RandomSearch(), 3, workers: 4, finishAll: false);
            if (i % 4 == 1)
                rehearsal.Enter(new Point([0.5]));
            rehearsal.PromoteOne();
        }
        var trials = rehearsal.Log.Next().Results.Concat(rehearsal.Log.Unfinished).GroupBy(trial => trial.Number).Select(group => group.Last()).OrderBy(trial => trial.Number).ToArray();

        var seen = new SeenResults(trials, study.Goal);

        Assert.Contains(trials, trial => trial is { IsFinished: true, PreviousResult: not null });
        foreach (var trial in trials.Where(trial => trial.Observed is not null))
        {
            var history = rehearsal.Log.At(trial);
            Assert.Equal(
                new TrialRanking(study.Goal).Complete(history.Finished).Take(5).Select(one => (one.Number, one.Value)),
                seen.Best(history.Observed, 5).Select(one => (one.Number, one.Value)));
            Assert.Equal(history.Running.Select(one => one.Number), seen.Running(trial.Number, history.Observed));
        }
    }
}
