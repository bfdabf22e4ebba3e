using HyperSearch;

namespace Search.Tests;

/// <summary>The settings that a search of a trainer's settings may start from, in the words of the study.</summary>
public sealed class ShippedPortfolioTests
{
    private static readonly SearchSpace Net = SearchSpace.Trace(suggest =>
    {
        var layers = suggest.Int("layers", 1, 4);
        var units = Enumerable.Range(1, layers).Sum(layer => suggest.LogInt($"units_{layer}", 16, 256));
        var rate = suggest.LogUniform("lr", 1e-5, 1);
        var momentum = suggest.Choice("optimizer", "sgd", "momentum", "adam") == "momentum" ? suggest.Uniform("momentum", 0.5, 0.99) : 0;
        return (units, rate, momentum, suggest.Ordinal("batch_size", 16, 32, 64, 128), suggest.Uniform("dropout", 0, 0.5, step: 0.1), suggest.Bool("augments"));
    });

    [Fact]
    public void It_is_an_earlier_study_whose_losses_rise_from_nothing_in_the_order_of_the_trials()
    {
        var study = ShippedPortfolio.For(Net)!;

        Assert.Equal("trainer portfolio (shipped)", study.Name);
        Assert.InRange(study.Trials.Count, 2, 10);
        Assert.Equal(study.Trials.Count, study.Results);
        Assert.Equal(Enumerable.Range(0, study.Trials.Count).Select(i => (double)i / study.Trials.Count), study.Trials.Select(trial => trial.Loss));
    }

    [Fact]
    public void Each_trial_has_values_of_the_space_where_it_is_active_and_none_for_what_is_not_known()
    {
        foreach (var trial in ShippedPortfolio.For(Net)!.Trials)
        {
            var values = trial.Values.ToDictionary(StringComparer.Ordinal);
            Assert.Equal(trial.Values, Net.ValuesOf(Net.Complete(trial.Values)).Where(pair => pair.Key != "augments"));
            Assert.Equal(values["layers"].Number, values.Keys.Count(name => name.StartsWith("units", StringComparison.Ordinal)));
            Assert.Equal(values["optimizer"].Text == "momentum", values.ContainsKey("momentum"));
        }
    }

    [Fact]
    public void The_space_shares_what_is_known_with_it() =>
        Assert.Equal(Net.Parameters.Select(parameter => parameter.Name).Where(name => name != "augments"), ShippedPortfolio.For(Net)!.SharedWith(Net).Select(i => Net[i].Name));

    [Theory]
    [InlineData("learning_rate", "l2")]
    [InlineData("learningRate", "weightDecay")]
    [InlineData("Learning rate", "weight-decay")]
    [InlineData("rate", "decay")]
    public void Parameters_are_known_by_the_names_that_they_often_have(string rate, string decay)
    {
        var study = ShippedPortfolio.For(new(new FloatParameter(rate, 1e-6, 1, Scale.Log), new FloatParameter(decay, 1e-8, 1e-1, Scale.Log), new FloatParameter("x", 0, 1)))!;

        Assert.All(study.Trials, trial => Assert.Equal([rate, decay], trial.Values.Select(pair => pair.Key)));
    }

    public static TheoryData<string, SearchSpace> Unknown => new()
    {
        { "a learning rate alone", new(new FloatParameter("lr", 1e-5, 1), new FloatParameter("x", 0, 1)) },
        { "no learning rate", new(new FloatParameter("dropout", 0, 0.5), new FloatParameter("momentum", 0, 0.9)) },
        { "a rate that is none of learning", new(new FloatParameter("rate", 0, 100), new FloatParameter("dropout", 0, 0.5)) },
        { "one setting under two names", new(new FloatParameter("lr", 1e-5, 1), new FloatParameter("rate", 1e-5, 1)) },
        { "other optimizers", new(new FloatParameter("lr", 1e-5, 1), new ChoiceParameter<string>("optimizer", ["lbfgs", "newton"])) },
        { "names for numbers", new(new FloatParameter("lr", 1e-5, 1), new ChoiceParameter<string>("units", ["few", "many"])) },
        { "nothing", new() },
    };

    [Theory, MemberData(nameof(Unknown))]
    public void A_space_that_does_not_look_like_a_training_gets_none(string what, SearchSpace space) =>
        Assert.True(ShippedPortfolio.For(space) is null, what);

    [Fact]
    public void Values_beyond_the_ranges_become_their_ends_and_settings_that_are_the_same_then_are_one()
    {
        var space = new SearchSpace(new FloatParameter("lr", 1e-9, 1e-8, Scale.Log), new IntParameter("batch", 1000, 2000, step: 250), new OrdinalParameter<double>("l2", [0.0, 1.0]));

        var trial = Assert.Single(ShippedPortfolio.For(space)!.Trials);

        Assert.Equal([1e-8, 1000, 0], trial.Values.Select(pair => pair.Value.Number));
    }

    [Fact]
    public void A_space_with_a_normalization_to_choose_gets_settings_that_make_use_of_it()
    {
        var space = new SearchSpace(new FloatParameter("lr", 1e-5, 1, Scale.Log), new ChoiceParameter<string>("normalization", ["none", "batch", "layer"]));

        Assert.Contains(ShippedPortfolio.For(space)!.Trials, trial => trial.Values.Any(pair => pair.Value.Text == "batch"));
    }

    [Fact]
    public void A_setting_whose_optimizer_is_missing_is_left_out()
    {
        SearchSpace With(params string[] optimizers) => new(new FloatParameter("lr", 1e-5, 1, Scale.Log), new ChoiceParameter<string>("optimizer", optimizers));
        string[] all = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"];

        var used = ShippedPortfolio.For(With(all))!.Trials.Select(trial => trial.Values.Single(pair => pair.Key == "optimizer").Value.Text!).ToArray();
        var one = ShippedPortfolio.For(With("Adam", "lbfgs", "newton"));

        Assert.True(used.Distinct().Count() > 1);
        Assert.Equal(used.Count(optimizer => optimizer == "adam"), one?.Trials.Count ?? 0);
    }
}
