using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about the answers of pruners.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task What_a_pruner_answered_and_what_it_saw_is_kept_by_trial_and_step()
    {
        var record = await OpenAsync();
        var (first, second) = (await StartAsync(record), await StartAsync(record));
        PruningDecision[] decisions =
        [
            new(0, 1, false, 0, [new(0, 1)]),
            new(0, 2, false, 0, [new(0, 2), new(1, 1)]),
            new(1, 1, true, 0, [new(0, 1), new(1, 1)]),
        ];
        Report(record, second, decisions[2]);
        Report(record, first, decisions[0]);
        Report(record, first, decisions[1]);
        await record.FinishAsync(first, TrialResult.Complete(1));
        await record.FinishAsync(second, TrialResult.Pruned(1));
        record.ReportDecision(second, decisions[2] with { Step = 2 });
        await RunOneAsync(record, TrialResult.Complete(0));

        AssertEqual(decisions, await (await OpenAsync()).ReadDecisionsAsync(Cancel));
        AssertEqual(decisions[..2], await record.ReadDecisionsAsync(0, Cancel));
        AssertEqual([], await record.ReadDecisionsAsync(2, Cancel));
    }

    [Fact]
    public async Task What_a_trial_reports_that_begins_anew_is_decided_anew_but_for_what_it_was_pruned_with()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        PruningDecision Decision(int step, bool isStopped) => new(0, step, isStopped, 0, [new(0, step)]);
        Report(record, trial, Decision(1, true));
        await record.FinishAsync(trial, TrialResult.Pruned(1));
        var promoted = await PromoteAsync(record);
        Report(record, promoted, Decision(2, false));
        Report(record, promoted, Decision(3, false));
        await record.ReleaseAsync(promoted);

        var again = await StartAsync(record);
        Report(record, again, Decision(2, true));
        await record.FinishAsync(again, TrialResult.Pruned(1));

        AssertEqual([Decision(1, true), Decision(2, true)], await record.ReadDecisionsAsync(Cancel));
    }

    private static void Report(IStudyRecord record, Trial trial, PruningDecision decision)
    {
        record.Report(trial, new Measurement(decision.Step, 1));
        record.ReportDecision(trial, decision);
    }

    // Records compare lists by reference.
    private static void AssertEqual(IEnumerable<PruningDecision> expected, IReadOnlyList<PruningDecision> actual)
    {
        Assert.Equal(expected.Select(decision => decision with { Running = [] }), actual.Select(decision => decision with { Running = [] }));
        Assert.Equal(expected.Select(decision => decision.Running), actual.Select(decision => decision.Running));
    }
}
