using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a store must do with a study that ran elsewhere.</summary>
public abstract partial class StoreContractShared
{
    [Theory]
    [InlineData("mixed")]
    [InlineData("conditional")]
    [InlineData("no parameters")]
    public async Task An_imported_study_reads_back_as_it_was(string space)
    {
        var contents = Imported(ExampleSpaces.Named(space));

        await ((SqlStudyStore)NewStore()).ImportAsync(contents, Cancel);

        var record = (await NewStore().FindAsync(contents.Study.Name, Cancel))!;
        Assert.Equal(RecordedTrials.Describe(contents), RecordedTrials.Describe(await StudyContents.ReadAsync(record, Cancel)));
        Assert.All(await record.ReadAsync(Cancel), trial => Assert.Null(trial.Observed));
        Assert.All(contents.Trials, trial => Assert.True(record.ReadAttemptsAsync(trial.Number, Cancel).Result.Count <= 1));
    }

    [Fact]
    public async Task So_does_one_with_several_goals_and_constraints()
    {
        var contents = RecordedTrials.Of(ExampleSpaces.Named("mixed"), hasSeveral: true);
        contents = contents with { Trials = [.. contents.Trials.Select(trial => trial with { ReplicateOf = null, State = trial.State == TrialState.Running ? TrialState.Waiting : trial.State })] };

        await ((SqlStudyStore)NewStore()).ImportAsync(contents, Cancel);

        var record = (await NewStore().FindAsync(contents.Study.Name, Cancel))!;
        Assert.Equal(RecordedTrials.Describe(contents), RecordedTrials.Describe(await StudyContents.ReadAsync(record, Cancel)));
        Assert.True((await record.ReadBestAsync(1, Cancel))[0].Value < contents.Trials.Max(trial => trial.Value));
    }

    [Fact]
    public async Task An_imported_value_keeps_its_last_bit()
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        KeyValuePair<string, ParameterValue>[] exact = [new("x", ParameterValue.Of(0.13799418390470858))];
        var point = space.PointOf(exact);
        var study = new StudyDefinition("study", space, Goal.Minimize("loss"), 0);
        await ((SqlStudyStore)NewStore()).ImportAsync(new(study, [new(0, TrialState.Complete, point) { Value = 1, FinishOrder = 0, Values = exact }]), Cancel);

        var trial = Assert.Single(await (await OpenAsync(study)).ReadAsync(Cancel));

        Assert.Equal(exact, trial.ValuesIn(space));
    }

    /// <summary>It may have ended before it asked for all of them.</summary>
    [Fact]
    public async Task A_finished_trial_that_was_imported_has_no_value_but_those_on_record()
    {
        var conditional = ExampleSpaces.Named("conditional");
        KeyValuePair<string, ParameterValue>[] some = [new("layers", ParameterValue.Of(2)), new("units0", ParameterValue.Of(16))];
        var study = new StudyDefinition("study", conditional, Goal.Minimize("loss"), 0);
        await ((SqlStudyStore)NewStore()).ImportAsync(new(study, [new(0, TrialState.Failed, conditional.PointOf(some)) { FinishOrder = 0, Error = "early" }]), Cancel);

        var trial = Assert.Single(await (await OpenAsync(study)).ReadAsync(Cancel));

        Assert.Equal(some, trial.ValuesIn(conditional));
    }

    [Fact]
    public async Task An_imported_study_goes_on_with_what_waits_and_then_with_proposals_that_see_its_results()
    {
        var contents = Imported(ExampleSpaces.Named("conditional"));
        await ((SqlStudyStore)NewStore()).ImportAsync(contents, Cancel);
        var record = await OpenAsync(contents.Study);
        var (waiting, finished) = (contents.Trials.Where(trial => !trial.IsFinished).Select(trial => trial.Number).ToArray(), contents.Trials.Count(trial => trial.IsFinished));

        foreach (var number in waiting)
            Assert.Equal(number, (await StartAsync(record)).Number);
        var proposed = await StartAsync(record);

        Assert.Equal((contents.Trials.Count, finished), (proposed.Number, proposed.Observed));
    }

    [Fact]
    public async Task A_study_is_imported_whole_or_not_at_all()
    {
        var contents = Imported(ExampleSpaces.Named("mixed"));
        var store = (SqlStudyStore)NewStore();
        var twice = contents with { Trials = [.. contents.Trials, contents.Trials[0]] };

        Assert.NotNull(await Record.ExceptionAsync(() => store.ImportAsync(twice, Cancel)));
        foreach (var name in HostileNames.Refused)
            await Assert.ThrowsAsync<StoreException>(() => store.ImportAsync(contents with { Study = contents.Study with { Name = name } }, Cancel));

        Assert.Empty(await NewStore().ListAsync(Cancel));
        await store.ImportAsync(contents, Cancel);
        Assert.Contains("already", (await Assert.ThrowsAsync<StoreException>(() => store.ImportAsync(contents, Cancel))).Message, StringComparison.Ordinal);
        Assert.Equal(contents.Trials.Count, Assert.Single(await store.ListAsync(Cancel)).Counts.Total);
    }

    // Nobody runs trials that come from elsewhere.
    private static StudyContents Imported(SearchSpace space)
    {
        var contents = RecordedTrials.Of(space);
        return contents with { Trials = [.. contents.Trials.Select(trial => trial.State == TrialState.Running ? trial with { State = TrialState.Waiting } : trial)] };
    }
}
