using System.Globalization;
using HyperSearch;

namespace Search.Tests;

/// <summary>What holds for insight into any study.</summary>
public sealed class StudyInsightTests
{
    public static MatrixTheoryData<string, ImportanceMethod> Spaces => new(ExampleSpaces.Names.Concat(ExampleSpaces.LargeNames), [ImportanceMethod.PedAnova, ImportanceMethod.Fanova]);

    public static MatrixTheoryData<string, int> Few => new(["one parameter", "mixed", "conditional", "single options", "no parameters"], [0, 1, 2, 3, 4, 5, 8]);

    [Theory, MemberData(nameof(Spaces))]
    public void It_is_valid_in_any_space(string name, ImportanceMethod method)
    {
        var space = ExampleSpaces.Named(name);

        var insight = StudyInsight.Of(InsightCases.Minimize(space), InsightCases.Random(space, 30, Loss), new() { Method = method });

        InsightCases.RequireValid(space, insight);
        Assert.Equal((method, 30), (insight.Method, insight.Trials));
    }

    [Theory, MemberData(nameof(Few))]
    public void It_is_valid_of_any_number_of_trials(string name, int count)
    {
        var space = ExampleSpaces.Named(name);

        var insight = StudyInsight.Of(InsightCases.Minimize(space), InsightCases.Random(space, count, Loss));

        InsightCases.RequireValid(space, insight);
        Assert.Equal(count, insight.Trials);
    }

    [Theory]
    [InlineData("0 trials", "No trial is finished yet: there is nothing to say of the parameters.")]
    [InlineData("1 trial", "1 of the 3 trials that it takes is finished: there is nothing to say of the parameters yet.")]
    [InlineData("all failed", "No trial has come to a value: there is nothing to say of the parameters.")]
    [InlineData("all equal", "All trials came out alike: nothing tells the parameters apart.")]
    [InlineData("unfinished", "No trial is finished yet: there is nothing to say of the parameters.")]
    public void Where_there_is_nothing_to_say_a_sentence_says_why(string which, string sentence)
    {
        var trials = InsightCases.Random(InsightCases.Cube, 10, _ => 1);
        trials = which switch
        {
            "0 trials" => [],
            "1 trial" => trials[..1],
            "all failed" => [.. trials.Select(trial => trial with { State = TrialState.Failed, Value = null, Error = "no" })],
            "unfinished" => [.. trials.Select(trial => trial with { State = trial.Number < 5 ? TrialState.Running : TrialState.Waiting, Value = null, FinishOrder = null })],
            _ => trials,
        };

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials);

        Assert.Equal([sentence], insight.Sentences);
        InsightCases.RequireValid(InsightCases.Cube, insight);
    }

    [Theory]
    [InlineData(ImportanceMethod.PedAnova)]
    [InlineData(ImportanceMethod.Fanova)]
    public void The_order_of_the_trials_does_not_matter_and_the_same_trials_give_the_same_bits(ImportanceMethod method)
    {
        var space = ExampleSpaces.Named("conditional");
        var trials = InsightCases.Random(space, 40, Loss);

        var one = Describe(StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Method = method }));
        var other = Describe(StudyInsight.Of(InsightCases.Minimize(space), [.. trials.Reverse()], new() { Method = method }));

        Assert.Equal(one, other);
    }

    [Fact]
    public void A_parameter_of_one_value_has_no_share()
    {
        var space = ExampleSpaces.Named("single options");

        var insight = StudyInsight.Of(InsightCases.Minimize(space), InsightCases.Random(space, 30, Loss));

        Assert.Equal(["lr", "optimizer", "batch"], insight.Importance.Select(one => one.Parameter));
        Assert.Equal([1, 0, 0], insight.Importance.Select(one => one.Importance));
    }

    [Fact]
    public void The_name_of_a_parameter_or_of_another_seed_does_not_turn_the_order_round()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 60, point => 3 * point[0] + point[1]);

        foreach (var seed in Enumerable.Range(1, 5))
            Assert.Equal(["x", "y"], StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube, (ulong)seed), trials).Importance.Take(2).Select(one => one.Parameter));
    }

    /// <summary>An accuracy to be maximized and an error to be minimized are the same study.</summary>
    [Fact]
    public void The_direction_of_the_goal_does_not_matter()
    {
        var errors = InsightCases.Random(InsightCases.Cube, 40, Loss);
        Trial[] accuracies = [.. errors.Select(trial => trial with { Value = -trial.Value })];

        var minimized = StudyInsight.Of(new(InsightCases.Cube, Goal.Minimize("error"), 1), errors);
        var maximized = StudyInsight.Of(new(InsightCases.Cube, Goal.Maximize("accuracy"), 1), accuracies);

        Assert.Equal(minimized.Importance, maximized.Importance);
        Assert.Equal(minimized.Tunability, maximized.Tunability);
        Assert.Equal(minimized.Ablation.Select(step => step with { Value = -step.Value }), maximized.Ablation);
    }

    /// <summary>A value that is off any scale says that the trial is bad, and no more.</summary>
    [Theory]
    [InlineData(1e30)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void Values_off_any_scale_hide_nothing(double worst)
    {
        var trials = InsightCases.Random(InsightCases.Cube, 60, point => point[0] + 0.3 * point[1]);
        var with = trials.Select(trial => trial.Point[0] > 0.9 ? trial with { Value = worst } : trial).ToArray();

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), with);

        InsightCases.RequireValid(InsightCases.Cube, insight);
        Assert.Equal(["x", "y"], insight.Importance.Take(2).Select(one => one.Parameter));
    }

    /// <summary>Failed trials count as the worst: here all with a large x fail.</summary>
    [Fact]
    public void What_fails_counts_as_bad()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 60, point => point[2]);
        Trial[] some = [.. trials.Select(trial => trial.Point[0] > 0.4 ? trial with { State = TrialState.Failed, Value = null, Error = "no" } : trial)];

        Assert.Contains("x", StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), some).Importance.Take(2).Select(one => one.Parameter));
    }

    [Fact]
    public void A_trial_that_runs_again_counts_as_what_it_came_to_before()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 20, Loss);
        Trial[] promoted = [.. trials.Select(trial => trial.Number == 4 ? trial with { State = TrialState.Running, Value = null, FinishOrder = null, PreviousResult = trial } : trial)];

        Assert.Equal(Describe(StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials)), Describe(StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), promoted)));
    }

    [Fact]
    public void Only_the_importance_is_what_it_is_with_all_else()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 20, Loss);

        var whole = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials);
        var part = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials, new() { IsImportanceOnly = true });

        Assert.Equal(whole.Importance, part.Importance);
        Assert.Empty(part.Tunability);
        Assert.Empty(part.Ablation);
    }

    /// <summary>Without the study's code its conditions are read off the trials.</summary>
    [Theory]
    [InlineData(ImportanceMethod.PedAnova)]
    [InlineData(ImportanceMethod.Fanova)]
    public void A_record_without_its_code_says_the_same_as_with_it(ImportanceMethod method)
    {
        var space = ExampleSpaces.Named("conditional");
        var trials = InsightCases.Random(space, 60, Loss);
        var recorded = new SearchSpace([.. space.Parameters.Select(parameter => parameter.Definition.ToParameter())]);

        var with = StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Method = method });
        var without = StudyInsight.Of(InsightCases.Minimize(recorded), trials, new() { Method = method });

        Assert.Equal(Describe(with), Describe(without));
    }

    /// <summary>Half, one in a hundred, or next to nothing of the space is allowed.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0.00001)]
    public void It_is_valid_where_much_is_forbidden(double share)
    {
        var space = SearchSpace.Trace(suggest => suggest.Uniform("x", 0, 1) * suggest.Uniform("y", 0, 1), product => product > share);
        var trials = Enumerable.Range(0, 20).Select(number => new Trial(number, TrialState.Complete, space.Complete([number / 20.0 * Math.Sqrt(share), number * 7 % 20 / 20.0 * Math.Sqrt(share)])) { Value = number, FinishOrder = number }).ToArray();

        foreach (var method in Enum.GetValues<ImportanceMethod>())
            InsightCases.RequireValid(space, StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Method = method }));
    }

    [Theory]
    [InlineData("nothing", 1.0, "nothing")]
    [InlineData("x", 7.0, "0 <= value <= 1")]
    public void A_default_that_is_no_setting_of_the_study_is_refused(string name, double value, string named)
    {
        var exception = Assert.Throws<SpaceException>(() => StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), [], new() { Default = new() { { name, value } } }));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static double Loss(Point point)
    {
        var sum = 0.0;
        for (var i = 0; i < Math.Min(8, point.Count); i++)
            sum += point.IsActive(i) ? (point[i] - 0.3) * (point[i] - 0.3) / (1 + i) : 0.1;
        return sum;
    }

    /// <summary>All that insight says, to the last bit.</summary>
    internal static string Describe(StudyInsight insight) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {insight.Method} {insight.Trials}
        {string.Join('\n', insight.Importance.Select(one => $"{one.Parameter} {one.Importance:R} {one.Low:R} {one.High:R}"))}
        {string.Join('\n', insight.Pairs.Select(one => $"{one.First} {one.Second} {one.Importance:R}"))}
        {string.Join('\n', insight.Tunability.Select(one => $"{one.Parameter} {one.Gain:R} {one.Low:R} {one.High:R}"))}
        {string.Join('\n', insight.Ablation.Select(one => $"{one.Parameter} {one.From} {one.To} {one.Value:R}"))}
        {string.Join('\n', insight.Sentences)}
        """);
}
