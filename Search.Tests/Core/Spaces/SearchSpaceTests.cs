using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Points: which parameters are active, and the way between codes and values.</summary>
public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Space = SearchSpace.Trace(Settings);

    [Fact]
    public void Completing_blanks_what_is_not_read()
    {
        Assert.Equal(["optimizer", "momentum", "beta"], Space.Parameters.Select(p => p.Name));
        Assert.Equal(new Point([0, 0.5, double.NaN]), Space.Complete([0, 0.5, 0.5]));
        Assert.Equal(new Point([1, double.NaN, 0.5]), Space.Complete([1, 0.5, 0.5]));
    }

    [Fact]
    public void Completing_takes_the_nearest_values_and_the_middle_where_there_is_none()
    {
        Assert.Equal(new Point([1, double.NaN, 1]), Space.Complete([0.7, -3, 9]));
        Assert.Equal(new Point([0, 0.5, double.NaN]), Space.Complete([double.NaN, double.NaN, double.NaN]));
        Assert.Equal(new Point([0.5]), new SearchSpace(new IntParameter("x", 0, 2)).Complete([0.41]));
    }

    [Fact]
    public void Completing_again_changes_nothing()
    {
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        for (var i = 0; i < 100; i++)
        {
            var point = Space.Complete([random.NextInt(2), random.NextDouble(), random.NextDouble()]);
            Assert.Equal(point, Space.Complete(point.Codes));
        }
    }

    [Fact]
    public void A_point_with_another_number_of_codes_is_refused() =>
        Assert.Contains("has 3 codes, but 2 were given", Assert.Throws<ArgumentException>(() => Space.Complete([0, 0])).Message);

    [Fact]
    public void Values_of_a_point_are_those_of_its_active_parameters_and_lead_back_to_it()
    {
        var point = Space.Complete([1, 0.3, 0.25]);
        var values = Space.ValuesOf(point).ToArray();
        Assert.Equal([new("optimizer", ParameterValue.Of("adam")), new("beta", ParameterValue.Of(0.25))], values);
        Assert.Equal(point, Space.PointOf(values));
        Assert.Equal(point, Space.Complete(values));
    }

    [Fact]
    public void A_value_of_an_unknown_name_is_refused_with_the_names()
    {
        var error = Assert.Throws<SpaceException>(() => Space.PointOf([new("lr", ParameterValue.Of(1.0))]));
        Assert.Equal("The space has no parameter 'lr'. It has optimizer, momentum, beta.", error.Message);
    }

    [Fact]
    public void A_trial_reads_the_values_of_its_point()
    {
        var reader = new PointReader(Space, [1, double.NaN, 0.25]);
        Assert.Equal(0.25, Settings(reader));
        Assert.Equal(new Point([1, double.NaN, 0.25]), reader.Read);
    }

    [Fact]
    public void A_trial_is_told_when_its_settings_function_is_not_the_traced_one()
    {
        var reader = new PointReader(Space, [0, 0.5, double.NaN]);
        Assert.Contains("'float lr [0, 1]' was not found when the space was traced", Assert.Throws<SpaceException>(() => reader.Uniform("lr", 0, 1)).Message);
        Assert.Contains("'beta' is read, but has no value at this point", Assert.Throws<SpaceException>(() => reader.Uniform("beta", 0, 1)).Message);
        Assert.Contains("it was float momentum [0, 1] when the space was traced, and it is float momentum [0, 2]", Assert.Throws<SpaceException>(() => reader.Uniform("momentum", 0, 2)).Message);
    }

    [Fact]
    public void Fixed_values_replay_a_setting()
    {
        var fixedValues = new FixedValues(new Dictionary<string, ParameterValue> { ["optimizer"] = ParameterValue.Of("sgd"), ["momentum"] = ParameterValue.Of("0.9") });
        Assert.Equal(0.9, Settings(fixedValues));
    }

    [Fact]
    public void The_settings_of_a_trial_are_made_outside_its_study() =>
        Assert.Equal(0.9, Settings(new FixedValues(new Setting { { "optimizer", "sgd" }, { "momentum", 0.9 } })));

    [Fact]
    public void A_fixed_value_that_is_missing_or_outside_is_refused()
    {
        var fixedValues = new FixedValues(new Dictionary<string, ParameterValue> { ["optimizer"] = ParameterValue.Of("adam"), ["momentum"] = ParameterValue.Of(2.0) });
        Assert.Equal("Parameter 'float beta [0, 1]' is read, but no value was given for it. Given: optimizer, momentum.",
            Assert.Throws<SpaceException>(() => Settings(fixedValues)).Message);
        Assert.Contains("`0 <= value <= 1` must hold, but the value is 2", Assert.Throws<SpaceException>(() => fixedValues.Uniform("momentum", 0, 1)).Message);
    }

    private static double Settings(ISuggest suggest) => suggest.Choice("optimizer", "sgd", "adam") == "sgd"
        ? suggest.Uniform("momentum", 0, 1)
        : suggest.Uniform("beta", 0, 1);
}
