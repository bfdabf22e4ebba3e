using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>A space as it was before it was widened, from the settings function of today.</summary>
public sealed class SpaceBeforeWideningTests
{
    private static double Then(ISuggest suggest)
    {
        var optimizer = suggest.Choice("optimizer", "sgd", "adam");
        var layers = suggest.Int("layers", 1, 2);
        for (var i = 0; i < layers; i++)
            suggest.LogInt($"units{i}", 8, 64);
        return optimizer == "adam" ? suggest.Uniform("beta", 0.9, 0.999) : suggest.Ordinal("batch", 16, 64);
    }

    private static double Now(ISuggest suggest)
    {
        var layers = suggest.Int("layers", 1, 4);
        for (var i = 0; i < layers; i++)
            suggest.LogInt($"units{i}", 4, 100);
        var optimizer = suggest.Choice("optimizer", "lion", "sgd", "adam");
        if (optimizer == "lion")
            suggest.Uniform("gamma", 0, 1);
        return optimizer == "adam" ? suggest.Uniform("beta", 0.5, 0.9999) : suggest.Ordinal("batch", 8, 16, 32, 64);
    }

    [Fact]
    public void It_completes_every_point_as_it_was_completed_then()
    {
        var then = SearchSpace.Trace(Then);
        var earlier = SearchSpace.Trace(Now).BeforeWidening([.. then.Parameters.Select(parameter => parameter.Definition)]);
        var random = new RandomStream(3, 0, StreamPurpose.Evaluate);

        Assert.Equal(then.Parameters, earlier.Parameters);
        Assert.Equal((true, true, false), (earlier.IsBeforeWidening, earlier.IsConditional, then.IsBeforeWidening));
        for (var i = 0; i < 500; i++)
        {
            var point = RandomSearch.Draw(then, ref random);
            Assert.Equal(then.Complete(point.Codes), earlier.Complete(point.Codes));
        }
    }

    [Fact]
    public void It_is_without_conditions_where_it_was()
    {
        var now = SearchSpace.Trace(suggest => suggest.Choice("kind", "plain", "new") == "new" ? suggest.Uniform("x", 0, 1) : 0);

        var earlier = now.BeforeWidening([new("kind", "choice") { Options = [ParameterValue.Of("plain")] }]);

        Assert.True(now.IsConditional);
        Assert.False(earlier.IsConditional);
        Assert.Equal(["choice kind {plain}"], earlier.Parameters.Select(parameter => parameter.ToString()));
    }
}
