using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class EarlierFitTests
{
    private static readonly ParameterDefinition[] Parameters =
    [
        new FloatParameter("lr", 1e-6, 1, Scale.Log).Definition,
        new ChoiceParameter<string>("optimizer", ["sgd", "adam", "lion"]).Definition,
        new IntParameter("units", 1, 100).Definition,
    ];

    private static readonly SearchSpace Space = new(
        new FloatParameter("lr", 1e-4, 1e-1, Scale.Log),
        new ChoiceParameter<string>("optimizer", ["adam", "sgd"]),
        new IntParameter("units", 1, 100, Scale.Log),
        new IntParameter("depth", 1, 5));

    [Fact]
    public void Parameters_of_the_same_name_kind_and_scale_are_found_by_their_values_and_the_others_are_blank()
    {
        var fit = EarlierFit.Of(Study(Trial(1e-4, "sgd", 1, 3), Trial(1e-1, "adam", 7, 1), Trial(1e-4, "adam", 9, 2)), Space);

        Assert.Equal([new Point([1, 0, double.NaN, double.NaN]), new Point([0, 0, double.NaN, double.NaN]), new Point([0, 1, double.NaN, double.NaN])], fit.Points);
        Assert.Equal(fit.Losses.Order(), fit.Losses);
    }

    [Fact]
    public void Trials_outside_of_the_space_are_left_out()
    {
        EarlierTrial[] outside = [Trial(1e-5, "sgd", 1, 0), Trial(1, "sgd", 1, 0), Trial(1e-2, "lion", 1, 0)];
        EarlierTrial[] inside = [Trial(1e-4, "sgd", 1, 1), Trial(1e-3, "adam", 1, 2), Trial(1e-2, "sgd", 1, 3)];

        Assert.Equal(EarlierFit.Of(Study(inside), Space).Points, EarlierFit.Of(Study([.. outside, .. inside]), Space).Points);
        Assert.False(EarlierFit.Of(Study([.. outside, .. inside[..2]]), Space).IsUsable);
    }

    [Fact]
    public void A_study_without_a_parameter_in_common_is_of_no_use()
    {
        var fit = EarlierFit.Of(Study([.. Enumerable.Range(0, 9).Select(i => Trial(1e-2, "sgd", 1, i))]), ExampleSpaces.Floats(3));

        Assert.False(fit.IsUsable);
    }

    [Fact]
    public void Of_very_many_trials_the_best_are_kept_and_some_of_all_others()
    {
        var fit = EarlierFit.Of(Study([.. Enumerable.Range(0, 1000).Select(i => Trial(Math.Pow(10, -4 + 3e-3 * i), "sgd", 1, 1000 - i))]), Space);

        Assert.Equal(200, fit.Points.Length);
        Assert.All(fit.Points[..100], point => Assert.True(point[0] > 0.89));
        Assert.Contains(fit.Points, point => point[0] < 0.02);
    }

    [Fact]
    public void Nor_is_one_whose_trials_came_out_alike_or_tell_nothing_of_each_other()
    {
        Assert.False(EarlierFit.Of(Study([.. Enumerable.Range(0, 9).Select(i => Trial(1e-4 * (i + 1), "sgd", 1, 5))]), Space).IsUsable);
        Assert.False(EarlierFit.Of(Study([.. Enumerable.Range(0, 40).Select(i => Trial(1e-4 * (i + 1), "sgd", 1, i * 37 % 40))]), Space).IsUsable);
    }

    [Fact]
    public void Losses_of_any_size_leave_the_process_finite()
    {
        var problem = new SearchProblem(Space, Goal.Minimize("x"), 1)
        {
            Earlier = [Study([.. Enumerable.Range(0, 20).Select(i => Trial(Math.Pow(10, -4 + 0.15 * i), "sgd", 1, i < 10 ? double.MinValue : double.MaxValue))])],
        };

        Assert.True(double.IsFinite(EarlierProcesses.Of(problem, null).Mean(0, [0.5, 0, 0.5, 0.5])));
    }

    private static EarlierStudy Study(params EarlierTrial[] trials) => new("earlier", trials.Length, Parameters, trials);

    private static EarlierTrial Trial(double lr, string optimizer, int units, double loss) =>
        new([new("lr", ParameterValue.Of(lr)), new("optimizer", ParameterValue.Of(optimizer)), new("units", ParameterValue.Of(units))], loss);
}
