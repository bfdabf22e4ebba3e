using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What every store must do about what a study learns from.</summary>
public abstract partial class StoreContract
{
    /// <summary>Values and losses of every kind.</summary>
    protected static IReadOnlyList<EarlierStudy> Earliers { get; } =
    [
        new("it's \"earlier\" 学習", 57, [.. Space.Parameters.Select(parameter => parameter.Definition)],
        [
            new([new("lr", ParameterValue.Of(1e-5 / 3)), new("optimizer", ParameterValue.Of("it's \"quoted\"\n"))], -1.0 / 3),
            new([new("units", ParameterValue.Of(17.0)), new("optimizer", ParameterValue.Of("17"))], 0),
            new([], 1),
        ]) { Goal = Goal.Minimize("loss"), Best = Math.PI * 1e300 },
        new("with nothing", 0, [], []) { IsPortfolio = true },
    ];

    [Fact]
    public async Task What_a_study_learns_from_is_kept_to_the_last_bit()
    {
        var made = await OpenAsync(Study with { Earlier = Earliers });

        foreach (var study in new[] { made.Study, (await NewStore().OpenAsync(Study, Cancel)).Study, (await NewStore().FindAsync("study", Cancel))!.Study })
            Assert.Equal(TextOf(Earliers), TextOf(study.Earlier));
        Assert.Empty((await OpenAsync(Study with { Name = "other" })).Study.Earlier);
    }

    [Fact]
    public async Task What_whoever_made_a_study_has_taken_holds_for_all()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => NewStoreSafely().OpenAsync(Study with { Earlier = i == 0 ? [] : [.. Earliers.Select(one => one with { Results = i })] }, Cancel))));

        Assert.Single(opened.Select(record => TextOf(record.Study.Earlier)).Distinct());
        Assert.Empty(opened[0].Study.DifferencesTo(opened[1].Study));
        var seen = "";
        await opened[0].StartAsync(history =>
        {
            seen = TextOf(history.Problem.Earlier);
            return RandomProposal(history);
        }, null, Cancel);
        Assert.Equal(TextOf(opened[5].Study.Earlier), seen);
    }

    [Fact]
    public async Task A_widened_study_learns_from_what_it_has_learnt_from()
    {
        await RunOneAsync(await OpenAsync(Study with { Earlier = Earliers }), TrialResult.Complete(1));

        var wide = await NewStore().WidenAsync(Wider with { Earlier = [] }, Cancel);

        Assert.Equal(TextOf(Earliers), TextOf(wide.Study.Earlier));
        Assert.Equal(TextOf(Earliers), TextOf((await NewStore().WidenAsync(Wider with { Name = "new", Earlier = Earliers }, Cancel)).Study.Earlier));
    }

    [Fact]
    public async Task A_study_that_learns_replays_after_the_earlier_ones_have_grown_also_when_it_was_widened()
    {
        var store = NewStore();
        var grown = await RunAsync(store, Study with { Name = "grown" }, new RandomSearch(), 12);
        await RunAsync(store, Study with { Name = "unchanged", Seed = 3 }, new RandomSearch(), 5);
        await RunAsync(store, await WithEarlierAsync(store, Study), new LearnsFromBest(), 10);
        for (var i = 0; i < 5; i++)
            await RunOneAsync(grown, TrialResult.Complete(1e3 + i));
        await store.WidenAsync(Wider, Cancel);

        var record = await RunAsync(NewStore(), await WithEarlierAsync(store, Wider), new LearnsFromBest(), 20);

        Assert.Equal([("unchanged", 5), ("grown", 12)], record.Study.Earlier.Select(earlier => (earlier.Name, earlier.Trials.Count)));
        var (trials, spaces) = (await record.ReadAsync(Cancel), await record.ReadSpacesAsync(Cancel));
        Assert.Equal([0, 10], spaces.Select(space => space.FirstTrial));
        Assert.Equal(["earlier studies: best of unchanged", "earlier studies: best of grown", null], trials.Take(3).Select(trial => trial.Note));
        Assert.Equal(new ReplayResult(20, null), Replay.Run(record.Study, new LearnsFromBest(), trials, spaces));
        Assert.NotNull(Replay.Run(record.Study with { Earlier = (await WithEarlierAsync(store, Study)).Earlier }, new LearnsFromBest(), trials, spaces).Difference);
    }

    [Fact]
    public async Task Trials_can_be_read_without_what_they_reported()
    {
        var record = await OpenAsync();
        foreach (var result in new[] { TrialResult.Complete(1), TrialResult.Pruned(0.5), TrialResult.Failed("no"), TrialResult.Complete(2) })
        {
            var trial = await StartAsync(record);
            record.Report(trial, new(1, 0.25));
            await record.FinishAsync(trial, result);
        }
        await record.StartAsync(RandomProposal, null, _ => 1, Cancel);
        await StartAsync(record);

        var (whole, without) = (await record.ReadAsync(Cancel), await record.ReadWithoutMeasurementsAsync(Cancel));

        Assert.Equal(4, whole.Count(trial => trial.Measurements.Count == 1));
        Assert.All(without, trial => Assert.Empty(trial.Measurements));
        Assert.Equal(whole.Select(Outcome), without.Select(Outcome));

        static (int Number, TrialState State, Point Point, string Results) Outcome(Trial trial) =>
            (trial.Number, trial.State, trial.Point, string.Join(' ', trial.Results.Select(result => (result.State, result.Value, result.FinishOrder))));
    }

    /// <summary>Runs trials of which some fail, one at a time.</summary>
    protected static async Task<IStudyRecord> RunAsync(IStudyStore store, StudyDefinition study, IStrategy strategy, int trials)
    {
        var record = await store.OpenAsync(study, Cancel);
        while (await record.StartAsync(Propose, trials, Cancel) is { } trial)
        {
            var score = trial.ValuesIn(study.Space).Sum(pair => pair.Value.Number ?? pair.Value.Text!.Length);
            Assert.True(await record.FinishAsync(trial, trial.Number % 5 == 3 ? TrialResult.Failed("no") : TrialResult.Complete(score)));
        }
        return record;

        Proposal? Propose(History history)
        {
            var random = history.ProposalStream();
            return strategy.Propose(history, ref random);
        }
    }

    protected static async Task<StudyDefinition> WithEarlierAsync(IStudyStore store, StudyDefinition study) =>
        study with { Earlier = await EarlierStudies.TakeAsync(store, study, Earlier.Related, Assert.Fail, Cancel) };

    protected static string TextOf(IReadOnlyList<EarlierStudy> earlier) => string.Join('\n', earlier.Select(study =>
        $"{study.Name} {study.Results} {study.IsPortfolio} {study.Goal} {study.Best:R}: {string.Join(' ', study.Parameters)}: {string.Join(", ", study.Trials.Select(trial => $"{trial.Loss:R} {string.Join(' ', trial.Values.Select(pair => $"{pair.Key}={pair.Value.Number:R}|{pair.Value.Text}"))}"))}"));

    private IStudyStore NewStoreSafely()
    {
        lock (_stores)
            return NewStore();
    }
}
