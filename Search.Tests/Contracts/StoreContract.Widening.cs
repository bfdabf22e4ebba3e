using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about a study whose space is widened.</summary>
public abstract partial class StoreContract
{
    /// <summary>The same with wider ranges, more options, and a parameter that one of these brings.</summary>
    protected static StudyDefinition Wider { get; } = Study with
    {
        Space = SearchSpace.Trace(suggest =>
        {
            suggest.LogUniform("lr", 1e-7, 1);
            suggest.Uniform("momentum", -1000, 1);
            suggest.LogInt("units", 1, 5000);
            suggest.Ordinal("batch", 8, 16, 24, 32, 64);
            var optimizer = suggest.Choice("optimizer", "lion", "adam", "sgd", "it's \"quoted\"\n");
            return optimizer switch { "adam" => suggest.Uniform("beta", 0, 0.9999, 0.0001), "lion" => suggest.Uniform("gamma", 0, 1), _ => 0 };
        }),
    };

    [Fact]
    public async Task A_widened_study_keeps_its_trials_and_goes_on_in_the_wider_space()
    {
        var narrow = await OpenAsync();
        for (var i = 0; i < 30; i++)
            await RunOneAsync(narrow, TrialResult.Complete(i));
        var before = (await narrow.ReadAsync(Cancel)).Select(trial => Text(Space, trial)).ToArray();

        var wide = await NewStore().WidenAsync(Wider, Cancel);
        for (var i = 0; i < 30; i++)
            await RunOneAsync(wide, TrialResult.Complete(-i));

        var (trials, found) = (await wide.ReadAsync(Cancel), (await NewStore().FindAsync("study", Cancel))!);
        Assert.Equal(before, trials.Take(30).Select(trial => Text(Wider.Space, trial)));
        Assert.Equal(before, (await found.ReadAsync(Cancel)).Take(30).Select(trial => Text(found.Study.Space, trial)));
        Assert.All(trials, trial => Assert.Equal(Wider.Space.PointOf(trial.ValuesIn(Wider.Space)), trial.Point));
        Assert.Contains(trials.Take(30), trial => trial.Values is not null);
        Assert.Contains(trials.Skip(30), trial => trial.Point.IsActive(Wider.Space.IndexOf("gamma")));
        Assert.Equal(Wider.Space.Parameters.Select(p => p.Definition), found.Study.Space.Parameters.Select(p => p.Definition));
        foreach (var record in new[] { wide, found, await NewStore().OpenAsync(Wider, Cancel), await NewStore().WidenAsync(Wider, Cancel) })
        {
            var spaces = await record.ReadSpacesAsync(Cancel);
            Assert.Equal([0, 30], spaces.Select(space => space.FirstTrial));
            Assert.Equal([Space.Parameters.Select(p => p.Definition), Wider.Space.Parameters.Select(p => p.Definition)], spaces.Select(space => space.Parameters));
        }

        static string Text(SearchSpace space, Trial trial) => $"{trial.Number} {trial.Value} {trial.Observed} {trial.FinishOrder} {string.Join(' ', trial.ValuesIn(space).Order(Comparer<KeyValuePair<string, ParameterValue>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))))}";
    }

    [Fact]
    public async Task A_study_that_was_never_widened_has_one_space()
    {
        var (made, widened) = (await OpenAsync(), await NewStore().WidenAsync(Study, Cancel));

        foreach (var record in new[] { made, widened })
            Assert.Equal((0, Space.Parameters.Count), Assert.Single(await record.ReadSpacesAsync(Cancel)) is var only ? (only.FirstTrial, only.Parameters.Count) : default);
    }

    [Fact]
    public async Task Who_opened_a_study_before_it_was_widened_can_finish_but_not_start()
    {
        var narrow = await OpenAsync();
        var (first, second, third) = (await StartAsync(narrow), await StartAsync(narrow), await StartAsync(narrow));
        var wide = await NewStore().WidenAsync(Wider, Cancel);
        var isAsked = false;

        narrow.Report(first, new(1, 0.5));
        Assert.True(await narrow.FinishAsync(first, TrialResult.Complete(1)));
        foreach (var act in (Func<Task>[])[
            () => narrow.StartAsync(history => { isAsked = true; return RandomProposal(history); }, null, Cancel),
            () => narrow.EnqueueAsync(first.Point, Cancel), () => narrow.ReadAsync(Cancel), () => NewStore().OpenAsync(Study, Cancel), () => NewStore().WidenAsync(Study, Cancel)])
        {
            Assert.Contains("now float lr [1E-06, 0.01] log", (await Assert.ThrowsAsync<StudyChangedException>(act)).Message, StringComparison.Ordinal);
        }

        Assert.True(await narrow.ReleaseAsync(second));
        Assert.True(await narrow.FinishAsync(third, TrialResult.Failed("no")));

        Assert.False(isAsked);
        Assert.Equal(new TrialCounts(1, 0, 1, 0, 1), await wide.CountAsync(Cancel));
        Assert.Equal([new(1, 0.5)], (await wide.ReadAsync(Cancel))[0].Measurements);
        Assert.Equal((1, 2), (await StartAsync(wide) is var again ? again.Number : -1, again.Attempt));
        Assert.Equal(Space.ValuesOf(second.Point), again.ValuesIn(Wider.Space));
    }

    [Fact]
    public async Task A_promoted_trial_keeps_its_earlier_result_in_the_wider_space()
    {
        var narrow = await OpenAsync();
        var trial = await StartAsync(narrow);
        narrow.Report(trial, new(1, 0.5));
        await narrow.FinishAsync(trial, TrialResult.Pruned(0.5));
        await RunOneAsync(narrow, TrialResult.Complete(1));
        var again = (await narrow.StartAsync(RandomProposal, null, _ => 0, Cancel))!;

        var wide = await NewStore().WidenAsync(Wider, Cancel);
        narrow.Report(again, new(2, 0.75));
        Assert.True(await narrow.FinishAsync(again, TrialResult.Complete(0.75)));

        var promoted = (await wide.ReadAsync(Cancel))[0];
        Assert.Equal([(0.75, 2, promoted.Point), (0.5, 0, promoted.Point)], promoted.Results.Select(result => (result.Value, result.FinishOrder, result.Point)));
        Assert.Equal([new(1, 0.5), new(2, 0.75)], promoted.Measurements);
        History? seen = null;
        await wide.StartAsync(history =>
        {
            _ = history.Finished;
            return RandomProposal(seen = history);
        }, null, Cancel);
        Assert.Equal([1, 0], seen!.Finished.Select(finished => finished.Number));
        Assert.All(seen.Results, result => Assert.Equal(Wider.Space.Count, result.Point.Count));
    }

    [Fact]
    public async Task A_change_is_refused_that_is_more_than_a_widening()
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Complete(1));
        var changed = Study with { Space = new SearchSpace([.. Space.Parameters.Select(p => p.Name == "lr" ? new FloatParameter("lr", 1e-5, 1e-2, Scale.Log) : p)]) };

        var refusal = await Assert.ThrowsAsync<StudyChangedException>(() => NewStore().WidenAsync(changed, Cancel));

        Assert.Contains("more than a widening", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("values on record are left out", refusal.Message, StringComparison.Ordinal);
        await StartAsync(record);
    }

    [Fact]
    public async Task The_refusal_of_a_wider_space_tells_of_widening_and_of_another_does_not()
    {
        await RunOneAsync(await OpenAsync(), TrialResult.Complete(1));
        var longer = Study with { Space = new SearchSpace([.. Wider.Space.Parameters, new FloatParameter("more", 0, 1)]) };

        Assert.Contains("--allow-widening", (await Assert.ThrowsAsync<StudyChangedException>(() => NewStore().OpenAsync(Wider, Cancel))).Message, StringComparison.Ordinal);
        foreach (var study in new[] { longer, Wider with { Seed = 1 } })
            Assert.DoesNotContain("--allow-widening", (await Assert.ThrowsAsync<StudyChangedException>(() => NewStore().OpenAsync(study, Cancel))).Message, StringComparison.Ordinal);
    }
}
