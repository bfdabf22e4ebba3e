using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>A study may go on where nothing differs that its results depend on.</summary>
public sealed class StudyDefinitionTests
{
    private static readonly StudyDefinition Recorded = new("study", Space(1), Goal.Maximize("accuracy"), Seed: 7)
    {
        Strategy = "random",
        PlannedTrials = 100,
        Options = new Dictionary<string, string> { ["data"] = "digits" },
    };

    [Fact]
    public void The_same_study_may_go_on_also_with_another_strategy_and_total() =>
        Assert.Empty(Recorded.DifferencesTo(Recorded with { Space = Space(1), Goal = Goal.Maximize("accuracy"), Strategy = "tpe", PlannedTrials = 5 }));

    [Fact]
    public void Each_difference_is_a_line_with_both_values()
    {
        Differs(Recorded with { Space = Space(2) }, "parameter x: on record float x [0, 1], now float x [0, 2]");
        Differs(Recorded with { Goal = Goal.Minimize("accuracy") }, "goal: on record maximize accuracy, now minimize accuracy");
        Differs(Recorded with { Goal = Goal.Maximize("recall") }, "goal: on record maximize accuracy, now maximize recall");
        Differs(Recorded with { Seed = 8 }, "seed: on record 7, now 8");
        Differs(Recorded with { Options = new Dictionary<string, string> { ["data"] = "mnist" } }, "--data: on record digits, now mnist");
        Differs(Recorded with { Options = new Dictionary<string, string>() }, "--data: on record digits, now (none)");
        Differs(Recorded with { Space = new SearchSpace([Recorded.Space[0]]) }, "parameter int y [1, 8] log is on record, but no longer in the study");
        Differs(Recorded with { Space = new SearchSpace([.. Recorded.Space.Parameters, new ChoiceParameter<int>("z", [1, 2])]) }, "parameter choice z {1, 2} is new");
        Differs(Recorded with { Space = new SearchSpace([Recorded.Space[1], Recorded.Space[0]]) }, "order of parameters: on record x, y, now y, x");
    }

    [Fact]
    public void What_a_program_is_may_not_change_but_how_it_is_run_may()
    {
        var recorded = Recorded with { Program = """{"command":["a","{x}"],"files":{},"run":{"memory":"4G"}}""" };
        Assert.Empty(recorded.DifferencesTo(recorded with { Program = """{"run":{},"files":{},"command":["a","{x}"]}""" }));
        string[] Lines(string? program) => [.. recorded.DifferencesTo(recorded with { Program = program })];
        Assert.Equal(["""command: on record ["a","{x}"], now ["b","{x}"]"""], Lines("""{"command":["b","{x}"],"files":{}}"""));
        Assert.Equal(["""command: on record ["a","{x}"], now (none)""", "files: on record {}, now (none)"], Lines(null));
        Assert.Contains("program: on record (none), now {damaged", Lines("{damaged"));
        Assert.Equal(["""command: on record (none), now ["a"]"""], Recorded.DifferencesTo(Recorded with { Program = """{"command":["a"]}""" }));
    }

    [Fact]
    public void Other_goals_and_constraints_are_differences_and_so_is_their_order()
    {
        var several = Recorded with { FurtherGoals = [Goal.Minimize("ms"), Goal.Minimize("mb")], Constraints = [Constraint.AtMost("ms", 20)] };
        Assert.Empty(several.DifferencesTo(several with { FurtherGoals = [Goal.Minimize("ms"), Goal.Minimize("mb")], Constraints = [Constraint.AtMost("ms", 20)] }));
        Assert.Equal(["goals: on record maximize accuracy, minimize ms, minimize mb, now maximize accuracy, minimize mb, minimize ms"], several.DifferencesTo(several with { FurtherGoals = [Goal.Minimize("mb"), Goal.Minimize("ms")] }));
        Assert.Equal(["constraints: on record ms at most 20, now ms at most 0.1, mb at least 3"], several.DifferencesTo(several with { Constraints = [Constraint.AtMost("ms", 0.1), Constraint.AtLeast("mb", 3)] }));
        Assert.Equal(["goals: on record maximize accuracy, now maximize accuracy, minimize ms, minimize mb", "constraints: on record (none), now ms at most 20"], Recorded.DifferencesTo(several));
    }

    [Fact]
    public void A_metric_that_two_goals_or_two_limits_of_a_side_have_is_refused_and_so_is_a_name_that_is_none()
    {
        string? Objection(IReadOnlyList<Goal> further, params IReadOnlyList<Constraint> constraints) => (Recorded with { FurtherGoals = further, Constraints = constraints }).ObjectionToNames();
        Assert.Null(Objection([Goal.Minimize("ms")], Constraint.AtMost("ms", 1), Constraint.AtLeast("ms", 0), Constraint.AtLeast("accuracy", 0)));
        Assert.Contains("two are of 'accuracy'", Objection([Goal.Minimize("accuracy")]), StringComparison.Ordinal);
        Assert.Contains("two of 'ms at most'", Objection([], Constraint.AtMost("ms", 1), Constraint.AtMost("ms", 2)), StringComparison.Ordinal);
        Assert.Contains("the name of the metric is empty", Objection([Goal.Minimize("")]), StringComparison.Ordinal);
        Assert.Contains("the name of the metric is 'm\\u000As'", Objection([], Constraint.AtMost("m\ns", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_differences_are_listed() =>
        Assert.Equal(3, Recorded.DifferencesTo(Recorded with { Space = Space(2), Goal = Goal.Minimize("loss"), Seed = 8 }).Count);

    private static void Differs(StudyDefinition now, string line) => Assert.Equal([line], Recorded.DifferencesTo(now));

    private static SearchSpace Space(double high) => new(new FloatParameter("x", 0, high), new IntParameter("y", 1, 8, Scale.Log));
}
