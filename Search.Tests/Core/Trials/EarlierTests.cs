using HyperSearch;

namespace Search.Tests;

/// <summary>Studies to learn from are named by patterns of names.</summary>
public sealed class EarlierTests
{
    [Theory]
    [InlineData("churn", "churn", true)]
    [InlineData("churn", "churn-a", false)]
    [InlineData("churn-*", "churn-", true)]
    [InlineData("churn-*", "churn-a/b.c", true)]
    [InlineData("churn-*", "Churn-a", false)]
    [InlineData("*", "churn", true)]
    [InlineData("ch?rn", "churn", true)]
    [InlineData("ch?rn", "chrn", false)]
    [InlineData("*.*", "churn", false)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("[a]", "a", false)]
    [InlineData("../x", "../x", true)]
    public void A_pattern_is_matched_against_the_whole_name(string pattern, string name, bool isMatch) => Assert.Equal(isMatch, Earlier.Matches(pattern, name));

    [Fact]
    public void Studies_are_named_by_at_least_one_pattern_and_none_is_empty()
    {
        Assert.Throws<ArgumentException>(() => Earlier.Studies());
        Assert.Throws<ArgumentException>(() => Earlier.Studies("a", ""));
        Assert.Equal(["a", "b*"], Earlier.Studies("a", "b*").Patterns);
    }
}
