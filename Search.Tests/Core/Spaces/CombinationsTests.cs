using HyperSearch;

namespace Search.Tests;

/// <summary>The points of a space that has few are listed, each once.</summary>
public sealed class CombinationsTests
{
    [Fact]
    public void All_values_of_all_parameters_are_combined() => Assert.Equal(
        [.. from n in Enumerable.Range(1, 3) from x in (string[])["0", "0.5", "1"] from kind in (string[])["a", "b"] select $"n={n} x={x} kind={kind}"],
        Texts(SearchSpace.Trace(s => (s.Int("n", 1, 3), s.Uniform("x", 0, 1, step: 0.5), s.Choice("kind", "a", "b")))));

    [Fact]
    public void What_a_condition_hides_makes_no_combinations() => Assert.Equal(
        ["more=false", "more=true n=1", "more=true n=2"],
        Texts(SearchSpace.Trace(s => s.Bool("more") ? s.Int("n", 1, 2) : 0)));

    [Fact]
    public void What_is_forbidden_is_left_out() => Assert.Equal(
        ["a=1 b=1", "a=1 b=2", "a=2 b=2"],
        Texts(SearchSpace.Trace(s => (A: s.Int("a", 1, 2), B: s.Int("b", 1, 2)), settings => settings.A > settings.B)));

    [Fact]
    public void Each_is_a_complete_point_of_the_space()
    {
        var space = SearchSpace.Trace(s => s.Bool("more") ? s.LogInt("n", 1, 40) : s.Ordinal("size", 8, 16, 32));

        Assert.Equal(43, space.Combinations!.Count);
        Assert.All(space.Combinations, point => Assert.Equal(point, space.Complete(point.Codes)));
        Assert.Equal(43, space.Combinations.Distinct().Count());
    }

    [Fact]
    public void A_space_with_a_range_or_with_more_than_a_thousand_points_has_none()
    {
        Assert.Null(SearchSpace.Trace(s => (s.Bool("a"), s.Uniform("x", 0, 1))).Combinations);
        Assert.Null(SearchSpace.Trace(s => (s.Int("a", 1, 100), s.Int("b", 1, 11))).Combinations);
        Assert.Null(SearchSpace.Trace(s => s.Bool("a") ? s.Int("b", 1, 1000) : 0).Combinations);
        Assert.Equal(1000, SearchSpace.Trace(s => s.Bool("a") ? s.Int("b", 1, 999) : 0).Combinations!.Count);
        Assert.Single(new SearchSpace().Combinations!);
    }

    [Fact]
    public void Of_many_of_which_few_are_allowed_these_count() =>
        Assert.Equal(100, SearchSpace.Trace(s => (A: s.Int("a", 1, 100), B: s.Int("b", 1, 100)), settings => settings.A != settings.B).Combinations!.Count);

    private static IEnumerable<string> Texts(SearchSpace space) => space.Combinations!.Select(point => new Setting(space.ValuesOf(point)).ToString());
}
