using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What goes to a file of Optuna comes back as it was.</summary>
public sealed class OptunaRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Spaces => [.. ExampleSpaces.Names];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Spaces))]
    public void An_exported_study_is_imported_as_it_was_to_the_last_bit(string space) => ComesBack(RecordedTrials.Of(ExampleSpaces.Named(space)));

    [Fact]
    public void So_is_one_with_several_goals_and_constraints_and_trials_that_repeat_others() =>
        ComesBack(RecordedTrials.Of(ExampleSpaces.Named("mixed"), isMaximize: false, hasSeveral: true));

    private void ComesBack(StudyContents some)
    {
        var contents = some with { Study = some.Study with { Program = """{"command":["a","{x}"]}""" } };

        var (imported, remarks) = ThereAndBack(contents);

        // Who ran a trial does not run it here.
        var waiting = contents with { Trials = [.. contents.Trials.Select(trial => trial.State == TrialState.Running ? trial with { State = TrialState.Waiting } : trial)] };
        Assert.Equal(RecordedTrials.Describe(waiting), RecordedTrials.Describe(imported));
        Assert.Equal(["trials that ran in Optuna and wait here, so that the next run takes them up: 2"], remarks);
        Assert.Empty(imported.Study.DifferencesTo(contents.Study));
    }

    /// <summary>As Optuna itself leaves them: without the names of constraints, and with what a trial misses of each.</summary>
    [Fact]
    public void The_objectives_and_constraints_of_another_program_have_places_for_names_and_are_metrics_too()
    {
        var file = OptunaFile.Read(Export(RecordedTrials.Of(ExampleSpaces.Named("mixed"), hasSeveral: true)), null);
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var bare = file with
        {
            UserAttributes = none,
            SystemAttributes = none,
            Trials = [.. file.Trials.Select(trial => trial with { UserAttributes = none, SystemAttributes = trial.SystemAttributes.Where(pair => pair.Key == "constraints").ToDictionary() })],
        };
        int[] complete = [.. bare.Trials.Where(trial => trial.State == "COMPLETE").Select(trial => trial.Number)];
        bare = bare with { Trials = [.. bare.Trials.Select(trial => trial.Number == complete[0] ? trial with { Values = [1] } : trial.Number == complete[1] ? trial with { SystemAttributes = none } : trial)] };

        var (imported, remarks) = OptunaImport.Convert(bare, new());

        Assert.Equal([Goal.Maximize("value"), Goal.Minimize("value 2")], imported.Study.Goals);
        Assert.Equal([Constraint.AtMost("constraint 1", 0), Constraint.AtMost("constraint 2", 0)], imported.Study.Constraints);
        Assert.Equal([(TrialState.Failed, "The trial has not a value for each objective in Optuna."), (TrialState.Failed, "The trial does not have a finite number for each constraint in Optuna.")],
            complete.Take(2).Select(number => (imported.Trials[number].State, imported.Trials[number].Error)));
        var third = imported.Trials[complete[2]];
        var ms = third.Number / 3.0;
        Assert.Equal([ms, ms - 7, -1e300], (double[])[.. third.FurtherValues, .. third.Excesses]);
        Assert.Equal([("value 2", ms), ("constraint 1", ms - 7), ("constraint 2", -1e300)], imported.Metrics.Where(metric => metric.Trial == third.Number).Select(metric => (metric.Name, metric.Value)));
        Assert.Contains("complete trials without a finite value, recorded as failed: 1", remarks);
    }

    /// <summary>From distributions alone, as Optuna itself leaves them.</summary>
    [Theory, MemberData(nameof(Spaces))]
    public void A_file_without_what_HyperSearch_adds_gives_the_same_space_where_the_code_is_at_hand(string space)
    {
        var contents = RecordedTrials.Of(ExampleSpaces.Named(space));
        var file = OptunaFile.Read(Export(contents), null);
        var bare = file with
        {
            UserAttributes = new Dictionary<string, string>(StringComparer.Ordinal),
            SystemAttributes = new Dictionary<string, string>(StringComparer.Ordinal),
            Trials = [.. file.Trials.Select(trial => trial with { SystemAttributes = new Dictionary<string, string>(StringComparer.Ordinal) })],
        };

        var (imported, _) = OptunaImport.Convert(bare, new()
        {
            DefaultMetrics = [.. contents.Study.Goals.Select(goal => goal.Metric)],
            Seed = contents.Study.Seed,
            Options = contents.Study.Options,
            Expected = [.. contents.Study.Space.Parameters.Select(parameter => parameter.Definition)],
        });

        Assert.Empty(imported.Study.DifferencesTo(contents.Study));
        Assert.Equal(contents.Trials.Where(trial => trial.IsFinished).Select(trial => string.Join(", ", trial.ValuesIn(contents.Study.Space))),
            imported.Trials.Where(trial => trial.IsFinished).Select(trial => string.Join(", ", trial.ValuesIn(imported.Study.Space))));
    }

    [Fact]
    public void Values_that_a_code_cannot_tell_are_exported_as_recorded()
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        KeyValuePair<string, ParameterValue>[] exact = [new("x", ParameterValue.Of(0.13799418390470858))];
        var point = space.PointOf(exact);
        var study = new StudyDefinition("study", space, Goal.Minimize("loss"), 0);

        var (imported, _) = ThereAndBack(new(study, [new(0, TrialState.Complete, point) { Value = 1, FinishOrder = 0, Values = space.ValuesMoreExactThan(point, exact) }]));

        Assert.NotEqual(exact, space.ValuesOf(point));
        Assert.Equal(exact, Assert.Single(imported.Trials).ValuesIn(space));
    }

    [Fact]
    public void A_file_that_is_there_is_never_written_over()
    {
        var file = _folder.File("optuna.db");
        File.WriteAllText(file, "mine");

        var refusal = Assert.Throws<StoreException>(() => OptunaExport.Write(RecordedTrials.Of(ExampleSpaces.Named("mixed")), file));

        Assert.Equal($"{file} exists already. An export is never written over a file: name another.", refusal.Message);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(_folder.File("")));
    }

    private (StudyContents Contents, IReadOnlyList<string> Remarks) ThereAndBack(StudyContents contents) => OptunaImport.Convert(OptunaFile.Read(Export(contents), null), new());

    private string Export(StudyContents contents)
    {
        var file = _folder.File("optuna.db");
        OptunaExport.Write(contents, file);
        Assert.Equal([file], Directory.GetFiles(_folder.File("")));
        return file;
    }
}
