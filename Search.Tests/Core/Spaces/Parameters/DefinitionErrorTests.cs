using HyperSearch;

namespace Search.Tests;

/// <summary>A definition that contradicts itself is refused where it is made, with the parameter's name and the values.</summary>
public sealed class DefinitionErrorTests
{
    [Theory]
    [InlineData(1, 0.5, "`low < high` must hold, but low=1, high=0.5")]
    [InlineData(1, 1, "`low < high` must hold, but low=1, high=1")]
    [InlineData(-0.0, 0.0, "`low < high` must hold")]
    [InlineData(double.NaN, 1, "must be finite, but low=NaN, high=1")]
    [InlineData(0, double.PositiveInfinity, "must be finite, but low=0, high=Infinity")]
    [InlineData(double.MinValue, double.MaxValue, "their difference must be finite")]
    public void Float_bounds(double low, double high, string rule) => Refused(rule, () => new FloatParameter("x", low, high));

    [Theory]
    [InlineData(0, 1, "`0 < low` must hold on a log scale, but low=0, high=1")]
    [InlineData(-1, 1, "`0 < low` must hold on a log scale, but low=-1, high=1")]
    [InlineData(double.Epsilon, 1, "`2.3E-308 < low` must hold on a log scale")]
    [InlineData(1, 1.0000000000000002, "too close to each other for a log scale: low=1, high=1.0000000000000002")]
    public void Float_bounds_on_a_log_scale(double low, double high, string rule) => Refused(rule, () => new FloatParameter("x", low, high, Scale.Log));

    [Theory]
    [InlineData(0, 1, 0.3, "divide high − low, but low=0, high=1, step=0.3")]
    [InlineData(0, 1, 0, "positive and divide high − low, but low=0, high=1, step=0")]
    [InlineData(0, 1, -0.5, "positive and divide high − low, but low=0, high=1, step=-0.5")]
    [InlineData(0, 1, double.NaN, "step=NaN")]
    [InlineData(0, 1, 2, "step=2")]
    [InlineData(0, 1, double.PositiveInfinity, "step=Infinity")]
    [InlineData(0, 1, 1e-12, "the step is too small to tell the values apart: low=0, high=1, step=1E-12")]
    [InlineData(1e15, 1e15 + 8, 0.1, "the step is too small to tell the values apart")]
    [InlineData(0, 1.0000000005, 1e-9, "divide high − low, but low=0, high=1.0000000005, step=1E-09")]
    public void Float_step(double low, double high, double step, string rule) => Refused(rule, () => new FloatParameter("x", low, high, step: step));

    [Fact]
    public void A_step_and_a_log_scale_exclude_each_other()
    {
        Refused("a step and a log scale exclude each other, but step=0.5", () => new FloatParameter("x", 1, 2, Scale.Log, 0.5));
        Refused("a step and a log scale exclude each other, but step=2", () => new IntParameter("x", 1, 3, Scale.Log, 2));
    }

    [Theory]
    [InlineData(3, 3, Scale.Linear, 1, "`low < high` must hold, but low=3, high=3")]
    [InlineData(4, 3, Scale.Linear, 1, "`low < high` must hold, but low=4, high=3")]
    [InlineData(0, 3, Scale.Log, 1, "`0 < low` must hold on a log scale, but low=0, high=3")]
    [InlineData(0, 10, Scale.Linear, 3, "divide high − low, but low=0, high=10, step=3")]
    [InlineData(0, 10, Scale.Linear, 0, "positive and divide high − low, but low=0, high=10, step=0")]
    [InlineData(0, 10, Scale.Linear, -5, "step=-5")]
    [InlineData(0, 10, Scale.Linear, 20, "step=20")]
    public void Int(int low, int high, Scale scale, int step, string rule) => Refused(rule, () => new IntParameter("x", low, high, scale, step));

    [Fact]
    public void An_empty_choice()
    {
        Refused("at least one option is needed", () => new ChoiceParameter<string>("x", []));
        Refused("at least one option is needed", () => new OrdinalParameter<int>("x", []));
    }

    [Fact]
    public void A_duplicate_option()
    {
        Refused("'b' stands twice in {a, b, b}", () => new ChoiceParameter<string>("x", ["a", "b", "b"]));
        Refused("'16' stands twice in {16, 32, 16}", () => new OrdinalParameter<int>("x", [16, 32, 16]));
        Refused("'1' stands twice in {1, 1}", () => new ChoiceParameter<object>("x", [1, "1"]));
    }

    [Fact]
    public void A_character_that_databases_refuse()
    {
        Refused("there is 'a\\0b'", () => new ChoiceParameter<string>("x", ["a", "a\0b"]));
        Assert.Contains("'x\\0'", Assert.Throws<SpaceException>(() => new IntParameter("x\0", 1, 2)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void An_empty_name(string? name)
    {
        foreach (var define in new Action[] { () => _ = new FloatParameter(name!, 0, 1), () => _ = new IntParameter(name!, 0, 1), () => _ = new ChoiceParameter<int>(name!, [1]) })
            Assert.Contains("needs a name", Assert.Throws<SpaceException>(define).Message);
    }

    [Fact]
    public void A_name_that_stands_twice_in_a_space()
    {
        var error = Assert.Throws<SpaceException>(() => new SearchSpace(new IntParameter("x", 0, 1), new IntParameter("x", 0, 1)));
        Assert.Contains("'x' stands twice", error.Message);
    }

    [Fact]
    public void A_name_defined_again_with_another_range()
    {
        Refused("is defined twice with different ranges: first float x [0, 1], then float x [0, 2]",
            () => SearchSpace.Trace(s => s.Uniform("x", 0, 1) + s.Uniform("x", 0, 2)));
        Refused("first float x [1, 2], then float x [1, 2] log", () => SearchSpace.Trace(s => s.Uniform("x", 1, 2) + s.LogUniform("x", 1, 2)));
        Refused("first int x [0, 4], then int x [0, 4] step 2", () => SearchSpace.Trace(s => s.Int("x", 0, 4) + s.Int("x", 0, 4, step: 2)));
        Refused("first choice x {1, 2}, then ordinal x {1, 2}", () => SearchSpace.Trace(s => s.Choice("x", 1, 2) + s.Ordinal("x", 1, 2)));
        Refused("first choice x {1, 2}, then choice x {2, 1}", () => SearchSpace.Trace(s => s.Choice("x", 1, 2) + s.Choice("x", 2, 1)));
    }

    [Fact]
    public void A_name_defined_again_behind_a_condition() =>
        Refused("first int x [0, 1], then int x [0, 2]", () => SearchSpace.Trace(s => s.Int("x", 0, 1) + (s.Bool("wide") ? s.Int("x", 0, 2) : 0)));

    [Fact]
    public void An_unknown_kind_on_record() =>
        Refused("is of kind 'complex', which is none of float, int, choice, ordinal", () => new ParameterDefinition("x", "complex").ToParameter());

    private static void Refused(string rule, Func<object> define)
    {
        var error = Assert.Throws<SpaceException>(define);
        Assert.StartsWith("Parameter 'x'", error.Message);
        Assert.Contains(rule, error.Message);
    }
}
