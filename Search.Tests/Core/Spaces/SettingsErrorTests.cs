using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What is wrong with a settings function is told with the values that show it.</summary>
public sealed class SettingsErrorTests
{
    private const string Pure =
        " What it asks for may depend on nothing but the values that it was given: not on chance, the clock, files, or what an earlier call has left behind.";

    [Fact]
    public void A_range_that_depends_on_another_value_is_told_as_that() => Told(
        "Parameter 'b': its range depends on another value: it is float b [0.4, 1] where a=0.4, and float b [0, 1] where a=0. " +
        "A range must be the same in every call: draw a fraction and scale it instead, low + (high - low) * suggest.Uniform(\"b\", 0, 1), or give each range a name of its own.",
        s => s.Uniform("b", s.Uniform("a", 0, 0.8), 1));

    [Fact]
    public void A_range_of_its_own_behind_each_condition_is_told_with_the_conditions() => Told(
        "Parameter 'rate': its range depends on another value: it is float rate [0.1, 1] log where bias=false, and float rate [0.0001, 0.1] log where bias=true, optimizer=adam. " +
        "A range must be the same in every call: draw a fraction and scale it instead, low + (high - low) * suggest.Uniform(\"rate\", 0, 1), or give each range a name of its own.",
        s => s.Bool("bias") && s.Choice("optimizer", "sgd", "adam") == "adam" ? s.LogUniform("rate", 0.0001, 0.1) : s.LogUniform("rate", 0.1, 1));

    [Fact]
    public void Options_that_depend_on_another_value_are_told_as_that() => Told(
        "Parameter 'kind': its range depends on another value: it is choice kind {a, b} where n=2, and choice kind {a, b, c} where n=3. " +
        "A parameter has the same options in every call: give each list of options a name of its own.",
        s => s.Choice("kind", new[] { "a", "b", "c" }[..s.Int("n", 2, 3)]));

    [Fact]
    public void A_range_that_depends_on_another_value_and_becomes_empty_is_told_as_that() => Told(
        "Parameter 'b': `low < high` must hold, but low=0, high=0.\n" +
        "Its range depends on another value: elsewhere it is float b [0, 0.5]. " +
        "A range must be the same in every call: draw a fraction and scale it instead, low + (high - low) * suggest.Uniform(\"b\", 0, 1), or give each range a name of its own.\n" +
        "The settings function was given a=0.",
        s => s.Uniform("b", 0, s.Uniform("a", 0, 1)));

    [Fact]
    public void A_range_that_is_wrong_everywhere_is_told_without_values() =>
        Told("Parameter 'b': `low < high` must hold, but low=1, high=0.", s => s.Uniform("b", 1, 0));

    [Fact]
    public void A_range_drawn_by_chance_is_not_pure()
    {
        var random = new RandomStream(1, 2, StreamPurpose.Evaluate);
        double? first = null, second = null;

        double Draw()
        {
            var drawn = random.NextDouble();
            second ??= first is null ? null : drawn;
            first ??= drawn;
            return drawn;
        }

        var error = Error(s => s.Uniform("b", 0, s.Bool("a") ? 2 : 1 + Draw()));
        Assert.Equal($"The settings function is not pure: called twice with the same values (a=false), it asked for float b [0, {1 + first:R}] at first, and for float b [0, {1 + second:R}] then." + Pure, error);
    }

    [Fact]
    public void Names_that_count_the_calls_are_not_pure()
    {
        var calls = 0;
        Told("The settings function is not pure: called twice with the same values, it asked for float x0 [0, 1] at first, and for float x1 [0, 1] then." + Pure,
            s => s.Uniform($"x{calls++}", 0, 1));
    }

    [Fact]
    public void A_parameter_that_only_the_first_call_asks_for_is_not_pure()
    {
        var calls = 0;
        Told("The settings function is not pure: called twice with the same values (x=0.5), it asked for float y [0, 1] at first, and for nothing more then." + Pure, s =>
        {
            var x = s.Uniform("x", 0, 1);
            return calls++ > 0 ? x : x + s.Uniform("y", 0, 1);
        });
    }

    [Fact]
    public void What_an_earlier_call_with_other_values_left_behind_is_found_by_tracing_twice()
    {
        var wasDeep = false;
        Told("The settings function is not pure: called twice with the same values (deep=false), it asked for nothing more at first, and for float x [0, 1] then." + Pure, s =>
        {
            wasDeep |= s.Bool("deep");
            return wasDeep ? s.Uniform("x", 0, 1) : 0;
        });
    }

    [Fact]
    public void A_range_that_an_earlier_call_left_behind_is_not_told_as_depending_on_a_value()
    {
        var widest = 1;
        Told("The settings function is not pure: called twice with the same values (deep=false), it asked for int x [0, 1] at first, and for int x [0, 2] then." + Pure, s =>
        {
            widest = s.Bool("deep") ? 2 : widest;
            return s.Int("x", 0, widest);
        });
    }

    [Fact]
    public void What_the_settings_function_throws_is_told_with_the_values_that_led_there_and_its_own_frames()
    {
        var error = Assert.Throws<SpaceException>(() => SearchSpace.Trace(Settings));

        var lines = error.Message.Split('\n');
        Assert.Equal(["The settings function threw System.InvalidOperationException: no such net ---> System.FormatException: why", "The settings function was given units=8, deep=true."], lines[..2]);
        Assert.StartsWith($"   at {typeof(SettingsErrorTests)}", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("HyperSearch.", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);

        static int Settings(ISuggest s) => s.Int("units", 8, 16, step: 8) == 8 && s.Bool("deep") ? throw new InvalidOperationException("no such net", new FormatException("why")) : 0;
    }

    [Fact]
    public void What_it_throws_at_a_point_that_tracing_did_not_meet_is_told_too()
    {
        var space = SearchSpace.Trace(s => s.Bool("on") ? s.Uniform("x", 0, 1) is > 0.3 and < 0.4 ? throw new FormatException("between") : 1 : 0);

        var error = Assert.Throws<SpaceException>(() => space.Complete([1, 0.35]));

        Assert.StartsWith("The settings function threw System.FormatException: between\nThe settings function was given on=true, x=0.35.\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_catches_of_its_own_mistakes_is_told_all_the_same() => Assert.StartsWith("Parameter 'b': its range depends on another value", Error(s =>
    {
        try
        {
            return s.Uniform("b", 0, s.Int("a", 1, 2));
        }
        catch (SpaceException)
        {
            return 0;
        }
    }), StringComparison.Ordinal);

    [Fact]
    public void A_loop_that_asks_for_ever_new_parameters_ends() => Told<double>(
        "A space may have 10,000 parameters, but the settings function goes on to ask for more; the last is 'x10000'. Does a loop in it not end?", s =>
        {
            for (var i = 0; ; i++)
                s.Uniform($"x{i}", 0, 1);
        });

    [Fact]
    public void A_loop_that_waits_for_another_value_of_a_parameter_ends() => Told(
        "The settings function has asked for 1,000,000 values in one call, the last of them 'x', and has not ended. " +
        "Asked again for the same parameter, it is given the same value: a loop that waits for another one never ends.\n" +
        "The settings function was given x=0.", s =>
        {
            double x;
            do
                x = s.Uniform("x", 0, 1);
            while (x < 0.5);
            return x;
        });

    [Fact]
    public void A_range_that_is_another_one_in_a_trial_than_in_tracing_is_told_with_the_trials_values()
    {
        static double Settings(ISuggest s) => s.Bool("on") && s.Uniform("x", 0, 1) is > 0.3 and < 0.4 ? s.Uniform("y", 0, 2) : s.Uniform("y", 0, 1);
        var space = SearchSpace.Trace(Settings);

        var error = Assert.Throws<SpaceException>(() => Settings(new PointReader(space, [1, 0.5, 0.35])));

        Assert.StartsWith("Parameter 'y': its range depends on another value: it was float y [0, 1] when the space was traced, and it is float y [0, 2] where on=true, x=0.35. A range must", error.Message, StringComparison.Ordinal);
    }

    private static void Told<T>(string message, Func<ISuggest, T> settings) => Assert.Equal(message, Error(settings));

    private static string Error<T>(Func<ISuggest, T> settings) => Assert.Throws<SpaceException>(() => SearchSpace.Trace(settings)).Message;
}
