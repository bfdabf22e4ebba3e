using HyperSearch;

namespace Search.Tests;

/// <summary>Tracing finds every parameter that some combination of values reaches.</summary>
public sealed class SpaceTracerTests
{
    [Fact]
    public void Parameters_come_in_the_order_in_which_they_are_asked_for()
    {
        var space = SearchSpace.Trace(s => (s.LogUniform("lr", 1e-6, 1e-2), s.Int("units", 16, 256), s.Choice("optimizer", "sgd", "adam"), s.Bool("shuffle")));
        Assert.Equal(["lr", "units", "optimizer", "shuffle"], Names(space));
        Assert.Equal("float lr [1E-06, 0.01] log", space[0].ToString());
        Assert.False(space.IsConditional);
    }

    [Fact]
    public void A_function_that_asks_for_nothing_has_an_empty_space() => Assert.Equal(0, SearchSpace.Trace(_ => 1).Count);

    [Fact]
    public void A_parameter_asked_for_twice_is_found_once() =>
        Assert.Equal(["x"], Names(SearchSpace.Trace(s => s.Uniform("x", 0, 1) + s.Uniform("x", 0, 1))));

    [Fact]
    public void An_if_makes_a_conditional_parameter()
    {
        var space = SearchSpace.Trace(s => s.Choice("optimizer", "sgd", "adam") == "adam" ? s.Uniform("beta", 0, 1) : s.Uniform("momentum", 0, 1));
        Assert.Equal(["optimizer", "momentum", "beta"], Names(space));
        Assert.True(space.IsConditional);
    }

    [Fact]
    public void A_for_makes_as_many_parameters_as_its_largest_count()
    {
        var space = SearchSpace.Trace(s => Enumerable.Range(0, s.Int("layers", 1, 5)).Sum(i => s.Int($"units{i}", 16, 256)));
        Assert.Equal(["layers", "units0", "units1", "units2", "units3", "units4"], Names(space));
        Assert.True(space.IsConditional);
    }

    [Fact]
    public void A_for_to_a_large_count_is_followed_to_its_end() =>
        Assert.Equal(301, SearchSpace.Trace(s => Enumerable.Range(0, s.Int("layers", 1, 300)).Sum(i => s.Uniform($"x{i}", 0, 1))).Count);

    [Fact]
    public void Nested_conditions_are_followed_to_their_end()
    {
        var space = SearchSpace.Trace(s => Nest(s, 0));
        Assert.Equal([.. Enumerable.Range(0, 4).Select(i => $"choice{i}"), "end"], Names(space));

        static double Nest(ISuggest s, int depth) => depth == 4 ? s.Uniform("end", 0, 1)
            : s.Int($"choice{depth}", 0, 49) == 37 ? Nest(s, depth + 1) : 0;
    }

    [Fact]
    public void A_condition_on_several_choices_at_once_is_met()
    {
        var bools = SearchSpace.Trace(s => Enumerable.Range(0, 10).Select(i => s.Bool($"b{i}")).ToArray().All(b => b) ? s.Uniform("all", 0, 1) : 0);
        Assert.Equal("all", Names(bools).Last());

        var choices = SearchSpace.Trace(s =>
        {
            var picks = Enumerable.Range(0, 12).Select(i => s.Int($"choice{i}", 0, 9)).ToArray();
            return (picks[1], picks[5], picks[11]) == (7, 3, 9) ? s.Uniform("three", 0, 1) : 0;
        });
        Assert.Equal("three", Names(choices).Last());
    }

    [Fact]
    public void A_condition_on_several_choices_within_a_nest_is_met()
    {
        var space = SearchSpace.Trace(s =>
        {
            if (s.Int("a", 0, 19) != 13 || s.Int("b", 0, 19) != 17)
                return 0;
            var picks = Enumerable.Range(0, 5).Select(i => s.Int($"c{i}", 0, 3)).ToArray();
            return picks.SequenceEqual([3, 1, 2, 3, 1]) ? s.Uniform("end", 0, 1) : 0;
        });
        Assert.Equal("end", Names(space).Last());
    }

    [Fact]
    public void Small_spaces_are_tried_in_every_combination()
    {
        // Each of the 1000 combinations asks for a parameter of its own.
        var space = SearchSpace.Trace(s => s.Uniform($"x{s.Int("a", 0, 9)}{s.Int("b", 0, 9)}{s.Int("c", 0, 9)}", 0, 1));
        Assert.Equal(1003, space.Count);
    }

    [Fact]
    public void A_condition_on_a_continuous_value_is_met_at_either_end_and_in_the_middle()
    {
        var space = SearchSpace.Trace(s =>
        {
            var x = s.Uniform("x", -1, 1);
            return x < -0.9 ? s.Uniform("low", 0, 1) : x > 0.9 ? s.Uniform("high", 0, 1) : s.Uniform("middle", 0, 1);
        });
        Assert.Equal(["x", "middle", "low", "high"], Names(space));
    }

    [Fact]
    public void Fifty_floats_and_a_hundred_choices_are_not_conditional()
    {
        Assert.False(SearchSpace.Trace(s => Enumerable.Range(0, 50).Sum(i => s.Uniform($"x{i}", 0, 1))).IsConditional);
        Assert.False(SearchSpace.Trace(s => Enumerable.Range(0, 100).Sum(i => s.Choice($"x{i}", 0, 1, 2, 3))).IsConditional);
    }

    [Fact]
    public void Tracing_fifty_parameters_stays_within_20_megabytes()
    {
        SearchSpace.Trace(Fifty);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SearchSpace.Trace(Fifty);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);

        static double Fifty(ISuggest s) => Enumerable.Range(0, 50).Sum(i => s.Uniform("x" + i, 0, 1));
    }

    [Fact]
    public void Tracing_twice_gives_the_same_space()
    {
        Assert.Equal(Names(SearchSpace.Trace(Settings)), Names(SearchSpace.Trace(Settings)));

        static double Settings(ISuggest s) => Enumerable.Range(0, 12).Select(i => s.Int($"c{i}", 0, 9)).ToArray() is var c && c[0] + c[1] + c[2] == 20
            ? s.Uniform($"x{c[3]}", 0, 1) : 0;
    }

    private static IEnumerable<string> Names(SearchSpace space) => space.Parameters.Select(p => p.Name);
}
