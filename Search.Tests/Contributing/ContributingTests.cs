namespace Search.Tests;

/// <summary>What CONTRIBUTING.md shows is what is compiled and held to the contract here.</summary>
public sealed class ContributingTests
{
    [Theory]
    [InlineData("OneParameterAnew.cs")]
    [InlineData("OneParameterAnewTests.cs")]
    public void The_example_of_a_strategy_is_the_one_that_is_tested(string file) =>
        Assert.Contains(
            $"```csharp\n{File.ReadAllText(Path.Combine(ProjectTests.FolderOf("Search.Tests"), "Contributing", file))}```\n",
            File.ReadAllText(ProjectTests.FolderOf("CONTRIBUTING.md")), StringComparison.Ordinal);
}
