using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>When a study may go on in another space.</summary>
public sealed class WideningTests
{
    private static readonly SearchSpace Recorded = SearchSpace.Trace(suggest =>
    {
        suggest.LogUniform("lr", 1e-4, 1e-2);
        suggest.Uniform("dropout", 0, 0.5, step: 0.1);
        suggest.Int("layers", 2, 6, step: 2);
        suggest.Ordinal("batch", 16, 64);
        return suggest.Choice("optimizer", "sgd", "adam") == "adam" ? suggest.Uniform("beta", 0.9, 0.999) : 0;
    });

    private static readonly Trial[] Trials =
    [
        At(0, new() { { "optimizer", "sgd" } }),
        At(1, new() { { "optimizer", "adam" }, { "layers", 6 } }),
    ];

    [Theory]
    [InlineData(1e-5, 0.1, "a range widened on both sides")]
    [InlineData(1e-4, 1e-2, "nothing changed")]
    public void A_wider_range_may(double low, double high, string _) =>
        Assert.Empty(Objections(s => Rest(s, s.LogUniform("lr", low, high))));

    [Fact]
    public void More_options_anywhere_may_and_so_may_finer_steps_and_another_order_of_parameters() =>
        Assert.Empty(Objections(suggest =>
        {
            var optimizer = suggest.Choice("optimizer", "lion", "adam", "sgd");
            suggest.Ordinal("batch", 8, 16, 32, 64, 128);
            suggest.Int("layers", 0, 9);
            suggest.Uniform("dropout", -0.1, 0.6, step: 0.05);
            suggest.LogUniform("lr", 1e-4, 1e-2);
            if (optimizer == "lion")
                suggest.Uniform("gamma", 0, 1);
            return optimizer == "adam" ? suggest.Uniform("beta", 0.5, 0.999) : 0;
        }));

    [Fact]
    public void A_parameter_that_no_trial_would_have_read_may_be_new() =>
        Assert.Empty(Objections(s => Rest(s, s.LogUniform("lr", 1e-4, 1e-1) > 0.05 ? s.Uniform("clip", 0, 1) : 0)));

    [Fact]
    public void A_parameter_that_a_trial_would_have_had_to_read_may_not()
    {
        Refused("parameter float clip [0, 1] is new, and trial 0 would have had to read it", s => Rest(s, s.LogUniform("lr", 1e-4, 1e-2), s.Uniform("clip", 0, 1)));
        Refused("parameter float clip [0, 1] is new, and trial 1 would have had to read it", s =>
        {
            s.LogUniform("lr", 1e-4, 1e-2);
            s.Uniform("dropout", 0, 0.5, step: 0.1);
            var layers = s.Int("layers", 2, 6, step: 2);
            s.Ordinal("batch", 16, 64);
            return (layers == 6 ? s.Uniform("clip", 0, 1) : 0) + (s.Choice("optimizer", "sgd", "adam") == "adam" ? s.Uniform("beta", 0.9, 0.999) : 0);
        });
    }

    [Fact]
    public void A_parameter_that_is_read_elsewhere_than_before_may_not()
    {
        Refused("parameter float beta [0.9, 0.999] is read where trial 0 did not have it", s => Rest(s, s.LogUniform("lr", 1e-4, 1e-2)) + s.Uniform("beta", 0.9, 0.999));
        Refused("parameter float beta [0.9, 0.999] is no longer read where trial 1 had it", s =>
        {
            s.LogUniform("lr", 1e-4, 1e-2);
            s.Uniform("dropout", 0, 0.5, step: 0.1);
            s.Int("layers", 2, 6, step: 2);
            s.Ordinal("batch", 16, 64);
            return s.Choice("optimizer", "sgd", "adam", "lion") == "lion" ? s.Uniform("beta", 0.9, 0.999) : 0;
        });
    }

    [Fact]
    public void A_narrower_range_a_lost_option_and_another_scale_kind_or_order_may_not()
    {
        Refused("parameter lr: on record float lr [0.0001, 0.01] log, now float lr [0.0002, 0.1] log: values on record are left out", s => Rest(s, s.LogUniform("lr", 2e-4, 0.1)));
        Refused("parameter lr: on record float lr [0.0001, 0.01] log, now float lr [0.0001, 0.01]: its scale has changed", s => Rest(s, s.Uniform("lr", 1e-4, 1e-2)));
        Refused("parameter lr: on record float lr [0.0001, 0.01] log, now int lr [1, 2] log: its kind has changed", s => Rest(s, s.LogInt("lr", 1, 2)));
        Refused("parameter float lr [0.0001, 0.01] log is on record, but no longer in the study", s => Rest(s, 0));
        RefusedOne("dropout", "float dropout [0, 0.6] step 0.2: values on record are left out", new FloatParameter("dropout", 0, 0.6, step: 0.2));
        RefusedOne("dropout", "float dropout [-0.05, 0.55] step 0.1: values on record are left out", new FloatParameter("dropout", -0.05, 0.55, step: 0.1));
        RefusedOne("layers", "int layers [1, 7] step 2: values on record are left out", new IntParameter("layers", 1, 7, step: 2));
        RefusedOne("batch", "ordinal batch {64, 32, 16}: its order has changed", new OrdinalParameter<int>("batch", [64, 32, 16]));
        RefusedOne("optimizer", "choice optimizer {adam, lion}: sgd is left out", new ChoiceParameter<string>("optimizer", ["adam", "lion"]));

        static void RefusedOne(string name, string now, Parameter changed)
        {
            var space = new SearchSpace([.. Recorded.Parameters.Select(parameter => parameter.Name == name ? changed : parameter)]);
            Assert.Equal($"parameter {name}: on record {Recorded[Recorded.IndexOf(name)]}, now {now}", Assert.Single(Define(Recorded).ObjectionsToWidening(Define(space), [])));
        }
    }

    [Fact]
    public void Whatever_else_differs_may_not() =>
        Assert.Equal(["seed: on record 1, now 2"], Define(Recorded).ObjectionsToWidening(Define(Recorded) with { Seed = 2 }, Trials));

    [Fact]
    public void A_queued_trial_may_have_more_values_than_it_reads() =>
        Assert.Empty(Define(Recorded).ObjectionsToWidening(Define(Recorded), [new Trial(0, TrialState.Waiting, Recorded.PointOf(Values(Recorded)))]));

    private static IEnumerable<KeyValuePair<string, ParameterValue>> Values(SearchSpace space) =>
        space.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.ValueOf(0)));

    private static Trial At(int number, Setting setting) => new(number, TrialState.Complete, Recorded.Complete(setting)) { Observed = 0 };

    private static StudyDefinition Define(SearchSpace space) => new("study", space, Goal.Maximize("score"), 1);

    private static IReadOnlyList<string> Objections(Func<ISuggest, double> settings) =>
        Define(Recorded).ObjectionsToWidening(Define(SearchSpace.Trace(settings)), Trials);

    private static void Refused(string line, Func<ISuggest, double> settings) => Assert.Equal([line], Objections(settings));

    // All but the learning rate, as recorded.
    private static double Rest(ISuggest suggest, params double[] before)
    {
        suggest.Uniform("dropout", 0, 0.5, step: 0.1);
        suggest.Int("layers", 2, 6, step: 2);
        suggest.Ordinal("batch", 16, 64);
        return suggest.Choice("optimizer", "sgd", "adam") == "adam" ? suggest.Uniform("beta", 0.9, 0.999) : before.Length;
    }
}
