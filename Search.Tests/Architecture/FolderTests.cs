using System.Text;

namespace Search.Tests;

/// <summary>No folder uses one that uses it, and the way of the data can be read off the folders.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Projects => ["Search.Core", "Search.Strategies", "Search.Training", "Search.Runner", "Search.Dashboard"];

    [Theory, MemberData(nameof(Projects))]
    public void The_folders_of_a_project_have_no_circle(string project) =>
        Assert.Empty(FolderGraph.Of(ProjectTests.FolderOf(project)).Order().Left);

    /// <summary>Space → proposal → trial → record → report: no folder on the way needs one behind it.</summary>
    [Theory]
    [InlineData("Search.Core", "Randomness", "Spaces", "Trials", "Widening", FolderGraph.Root)]
    [InlineData("Search.Strategies", "Models", "GaussianProcesses", "Auto")]
    [InlineData("Search.Runner", "Execution", "Storage/Sql", "Reports", "Commands", FolderGraph.Root)]
    public void The_order_of_the_folders_is_the_way_of_the_data(string project, params string[] way)
    {
        var graph = FolderGraph.Of(ProjectTests.FolderOf(project));

        Assert.Equal(way, graph.Order().InOrder.Where(way.Contains));
        foreach (var (place, folder) in way.Index())
            Assert.Empty(graph.Needs(folder).Intersect(way.Skip(place + 1)));
    }

    /// <summary>A new arrow between two folders is a difference to be read.</summary>
    [Fact]
    public void Each_folder_uses_what_the_stored_graph_says()
    {
        var text = new StringBuilder();
        foreach (var project in Projects.Select(row => row.Data))
        {
            var graph = FolderGraph.Of(ProjectTests.FolderOf(project));
            text.Append(project).Append('\n');
            foreach (var folder in graph.Order().InOrder)
                text.Append("  ").Append(folder).Append(graph.Uses[folder] is { Count: > 0 } used ? " -> " + string.Join(", ", used) : "").Append('\n');
        }
        Expectation.Matches("folders", text.ToString());
    }
}
