using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Every strategy and pruner has a name on the command line, unless it is of no use without something more.</summary>
public sealed class NamesTests
{
    // A list of settings comes with --settings, repetitions with Study.Replicates; the others need numbers that only a study knows.
    private static readonly string[] Unnamed = [nameof(ManualSearch), nameof(ReplicatedSearch), nameof(ThresholdPruner), nameof(PercentilePruner), "SharpLearningSearch"];

    [Fact]
    public void No_strategy_is_left_out() => Assert.Equal(Types<IStrategy>(), StrategyNames.All.Names.Select(name => StrategyNames.All.Find(name)!().GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_pruner_is_left_out() => Assert.Equal(Types<IPruner>(), PrunerNames.All.Names.Select(name => PrunerNames.All.Find(name)!()?.GetType().Name).OfType<string>().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("gaussian-process")]
    [InlineData("GaussianProcess")]
    [InlineData("gaussian-process-search")]
    [InlineData("GaussianProcessSearch")]
    public void A_name_is_taken_in_any_case_with_hyphens_or_without_and_as_the_class_is_called(string name) =>
        Assert.IsType<GaussianProcessSearch>(StrategyNames.All.Find(name)!());

    [Theory]
    [InlineData("median")]
    [InlineData("MedianPruner")]
    public void So_is_a_pruners(string name) => Assert.IsType<MedianPruner>(PrunerNames.All.Find(name)!());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("search")]
    [InlineData("bayes")]
    public void There_are_no_others(string name) => Assert.Null(StrategyNames.All.Find(name));

    [Fact]
    public void No_pruner_at_all_has_a_name_too() => Assert.Null(PrunerNames.All.Find("none")!());

    private static IEnumerable<string> Types<T>() => typeof(RandomSearch).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract && !Unnamed.Contains(type.Name))
        .Select(type => type.Name).Order(StringComparer.Ordinal);
}
