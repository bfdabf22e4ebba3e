using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Combinations that a settings function rejects, or a study forbids, are no error, and the space knows them.</summary>
public sealed class RejectionTests
{
    private static readonly SearchSpace Space = SearchSpace.Trace(s =>
    {
        var (kernel, size) = (s.Int("kernel", 1, 9), s.Int("size", 1, 9));
        if (kernel > size)
            s.Reject("the kernel is larger than the image");
        return kernel;
    });

    [Fact]
    public void A_space_tells_why_it_rejects_a_point_and_takes_the_others()
    {
        Assert.Equal("the kernel is larger than the image", Space.RejectionOf(Point(Space, 9, 1)));
        Assert.Null(Space.RejectionOf(Point(Space, 1, 9)));
        Assert.Equal((true, false, true), (Space.HasRejections, Space.Allows(Point(Space, 9, 1)), Space.Allows(Point(Space, 1, 9))));
        Assert.False(Space.IsConditional);
    }

    [Fact]
    public void What_a_study_forbids_is_rejected_in_its_name()
    {
        var space = SearchSpace.Trace(s => (Kernel: s.Int("kernel", 1, 9), Size: s.Int("size", 1, 9)), settings => settings.Kernel > settings.Size);

        Assert.Equal("the study's Forbid", space.RejectionOf(Point(space, 9, 1)));
        Assert.Null(space.RejectionOf(Point(space, 9, 9)));
        Assert.True(space.HasRejections);
    }

    [Fact]
    public void A_space_without_rejections_says_so()
    {
        Assert.False(SearchSpace.Trace(s => s.Int("kernel", 1, 9)).HasRejections);
        Assert.Null(new SearchSpace(new IntParameter("kernel", 1, 9)).RejectionOf(new Point([0.5])));
    }

    [Fact]
    public void What_was_read_before_a_rejection_is_found_and_what_comes_behind_it_too()
    {
        var space = SearchSpace.Trace(s =>
        {
            if (s.Choice("optimizer", "none", "sgd", "adam") == "none")
                s.Reject("there must be one");
            return s.LogUniform("rate", 1e-5, 1);
        });

        Assert.Equal(["optimizer", "rate"], space.Parameters.Select(parameter => parameter.Name));
        // What is allowed reads both.
        Assert.False(space.IsConditional);
    }

    [Fact]
    public void A_function_that_catches_everything_does_not_hide_a_rejection()
    {
        var space = SearchSpace.Trace(s =>
        {
            var x = s.Uniform("x", 0, 1);
            try
            {
                if (x > 0.5)
                    s.Reject("too much");
            }
            catch (RejectedException exception)
            {
                throw new FormatException("something else", exception);
            }
            return x;
        });

        Assert.Equal("too much", space.RejectionOf(new Point([0.75])));
    }

    [Fact]
    public void A_rejected_point_of_a_space_with_conditions_is_completed_as_far_as_it_was_read()
    {
        var space = SearchSpace.Trace(s =>
        {
            var x = s.Uniform("x", 0, 1);
            if (x > 0.5)
                s.Reject("too much");
            return s.Bool("more") ? s.Uniform("y", 0, 1) : x;
        });

        Assert.True(space.IsConditional);
        Assert.Equal(new Point([0.75, double.NaN, double.NaN]), space.Complete([0.75, 1, 0.5]));
    }

    [Fact]
    public void A_function_that_rejects_by_chance_is_not_pure()
    {
        var calls = 0;
        var error = Assert.Throws<SpaceException>(() => SearchSpace.Trace(s =>
        {
            var x = s.Bool("x");
            if (++calls % 2 == 0)
                s.Reject("now and then");
            return x;
        }));

        Assert.Equal("The settings function is not pure: called twice with the same values (x=false), it took them at first, and rejected them then. " +
            "What it rejects, and what the study forbids, may depend on nothing but the values that it was given.", error.Message);
    }

    [Fact]
    public void A_function_that_rejects_everything_is_an_error_with_the_commonest_reason()
    {
        var error = Assert.Throws<SpaceException>(() => SearchSpace.Trace(s =>
        {
            s.Reject(s.Uniform("x", 0, 1) > 0.1 ? "the common one" : "the rare one");
            return 0;
        }));

        Assert.Equal("The study forbids everything: all of 10,000 combinations that were drawn are rejected, most often because of: the common one. " +
            "A condition may be the wrong way round, or leave next to nothing.", error.Message);
    }

    [Fact]
    public void A_small_allowed_region_that_tracing_does_not_meet_is_found() =>
        Assert.True(SearchSpace.Trace(s => s.Uniform("x", 0, 1), x => x is < 0.42 or > 0.45).HasRejections);

    [Fact]
    public void What_the_function_throws_otherwise_is_no_rejection()
    {
        var space = SearchSpace.Trace(s => s.Uniform("x", 0, 1) is var x && x is > 0.6 and < 0.7 ? throw new FormatException() : x);

        Assert.Null(space.RejectionOf(new Point([0.65])));
    }

    [Fact]
    public void A_narrowed_space_rejects_what_the_whole_one_does()
    {
        var narrow = Space.Narrow([Space[0].Definition with { Low = 5, High = 9 }, Space[1].Definition with { Low = 1, High = 5 }]);

        Assert.NotNull(narrow.RejectionOf(Point(narrow, 6, 5)));
        Assert.Null(narrow.RejectionOf(Point(narrow, 5, 5)));
        Assert.False(narrow.Allows(Point(narrow, 9, 1)));
    }

    [Fact]
    public void A_space_before_widening_rejects_what_today_is_rejected()
    {
        var earlier = Space.BeforeWidening([Space[0].Definition with { High = 4 }, Space[1].Definition with { High = 4 }]);

        Assert.NotNull(earlier.RejectionOf(Point(earlier, 4, 1)));
        Assert.Null(earlier.RejectionOf(Point(earlier, 4, 4)));
    }

    [Fact]
    public void A_study_may_be_widened_that_has_trials_which_are_forbidden_by_now()
    {
        var recorded = SearchSpace.Trace(s => s.Bool("more") ? s.Uniform("y", 0, 1) : 0);
        var now = SearchSpace.Trace(s =>
        {
            var isMore = s.Bool("more");
            if (isMore && s.Uniform("y", 0, 2) > 0.4)
                s.Reject("too much");
            return s.Choice("kind", "a", "b");
        });
        Trial[] trials = [new(0, TrialState.Complete, recorded.Complete([1, 0.75])) { Observed = 0 }];

        Assert.Equal(["parameter choice kind {a, b} is new, and trial 0 would have had to read it"], Widening.Objections(recorded, now, [new(0, TrialState.Complete, recorded.Complete([0, 0.5])) { Observed = 0 }]));
        Assert.Empty(Widening.Objections(recorded, now, trials));
    }

    [Fact]
    public void A_conclusion_leaves_out_what_is_rejected_by_now()
    {
        var study = new Study<double>("concluding")
        {
            Goal = Goal.Minimize("x"),
            Space = s =>
            {
                var x = s.Uniform("x", 0, 1);
                if (x > 0.5)
                    s.Reject("too much");
                return x;
            },
            Objective = (x, _, _) => x,
            Conclusion = scored => string.Join(", ", scored.Select(one => one.Trial.Number)),
        };
        var trials = new[] { 0.25, 0.75, 0.5 }.Select((x, i) => new Trial(i, TrialState.Complete, new([x])) { Value = x });

        Assert.Equal("0, 2", study.Conclude(study.TraceSpace(), trials));
    }

    [Fact]
    public void Whoever_calls_the_function_with_rejected_values_gets_the_reason() =>
        Assert.Equal("The settings are rejected: no", Assert.Throws<RejectedException>(() => new FixedValues([]).Reject("no")).Message);

    private static Point Point(SearchSpace space, int kernel, int size) => space.Complete(new Setting { { "kernel", kernel }, { "size", size } });
}
