using HyperSearch;

namespace Search.Tests;

public sealed class SortedRungsTests
{
    private const int Studies = 10, Events = 200;

    // As each of several studies goes on, one pruner is asked about it, about how it was before, and about copies of it.
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(null, 2, 0)]
    public void Sorted_rungs_give_the_answers_of_a_scan_of_all_trials(int? r, int eta, int s)
    {
        var pruner = new SuccessiveHalvingPruner(r, eta, s);
        var naive = new NaiveHalving(r, eta, s);

        Compare(pruner, (trial, history) => naive.ShouldStop(trial, [.. history.Finished, .. history.Running], history.Goal),
            history => naive.Promotable([.. history.Finished, .. history.Running], history.Goal));
    }

    [Fact]
    public void Sorted_rungs_of_several_brackets_give_the_answers_of_a_scan_of_all_trials()
    {
        var pruner = new HyperbandPruner(27);
        NaiveHalving[] brackets = [.. Enumerable.Range(0, 4).Select(s => new NaiveHalving(1, 3, s))];

        Compare(pruner, (trial, history) => brackets[pruner.BracketOf(trial.Number)].ShouldStop(
                trial, [.. history.Finished.Concat(history.Running).Where(peer => pruner.BracketOf(peer.Number) == pruner.BracketOf(trial.Number))], history.Goal),
            history => NaiveHalving.PromotableOf(brackets, pruner.BracketOf, history));
    }

    [Fact]
    public void Several_threads_may_ask_about_one_study_as_each_of_them_sees_it()
    {
        var pruner = new SuccessiveHalvingPruner(r: 1);
        var study = new RandomPrunedStudy(3);
        var cases = new List<(Trial Trial, History History)>();
        for (var i = 0; i < 2000; i++)
        {
            study.Advance();
            if (study.Reported is { } trial)
                cases.Add((trial, study.Log.Live()));
        }
        var expected = cases.Select(asked => Ask(new SuccessiveHalvingPruner(r: 1), asked)).ToArray();

        var answers = cases.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(asked => Ask(pruner, asked)).ToArray();

        Assert.Equal(expected, answers);

        static string Ask(SuccessiveHalvingPruner pruner, (Trial Trial, History History) asked) =>
            $"{pruner.ShouldStop(asked.Trial, asked.History)} {string.Join(' ', pruner.Promotable(asked.History).Select(trial => trial.Number))}";
    }

    private static void Compare(IPromotingPruner pruner, Func<Trial, History, bool> shouldStop, Func<History, IEnumerable<Trial>> promotable)
    {
        var (stopped, promoted) = (0, 0);
        RandomPrunedStudy[] studies = [.. Enumerable.Range(0, Studies).Select(seed => new RandomPrunedStudy((ulong)seed))];
        for (var i = 0; i < Events; i++)
        {
            foreach (var study in studies)
            {
                study.Advance();
                var log = study.Log;
                History[] histories = [log.Live(), log.Next(), log.Live(study.Chance(log.Observed + 1), []), History.Of(log.Live().Problem, log.Live().Finished)];
                foreach (var history in i % 5 == 0 ? histories : histories[..1])
                {
                    var expected = promotable(history).ToArray();
                    Assert.Equal(expected, pruner.Promotable(history));
                    promoted += expected.Length;
                    if (study.Reported is not { } trial)
                        continue;
                    Assert.Equal(shouldStop(trial, history), pruner.ShouldStop(trial, history));
                    stopped += shouldStop(trial, history) ? 1 : 0;
                }
            }
        }
        Assert.True(stopped > 100 && promoted > 100);
    }
}
