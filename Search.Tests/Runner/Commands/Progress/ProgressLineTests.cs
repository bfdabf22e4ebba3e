using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ProgressLineTests
{
    private static readonly Trial Best = new(17, TrialState.Complete, new([0.5])) { Value = 0.987654321 };

    [Fact]
    public void It_is_as_expected_at_every_width_with_and_without_colour()
    {
        var seen = new StringWriter { NewLine = "\n" };
        foreach (var columns in new[] { 20, 80, 200 })
        {
            foreach (var (hasColor, hasBlocks) in new[] { (true, true), (false, true), (false, false) })
            {
                seen.WriteLine($"{columns} columns, {(hasColor ? "with" : "without")} colour, {(hasBlocks ? "with" : "without")} blocks");
                foreach (var line in Many(1).ToLines(columns - 1, hasColor, hasBlocks))
                    seen.WriteLine(SafeText.Line(line));
                seen.WriteLine();
            }
        }
        seen.WriteLine("on one line");
        seen.WriteLine(Many(1));
        Expectation.Matches("progress", seen.ToString());
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        for (var width = 1; width < 250; width++)
            Assert.All(Many(3).ToLines(width, hasColor: false, hasBlocks: true), line => Assert.InRange(line.Length, 0, Math.Max(6, width)));
    }

    [Theory]
    [InlineData(0, "░░░░░░░░░░░░░░░   0 %")]
    [InlineData(50, "███████░░░░░░░░  50 %")]
    [InlineData(99, "██████████████░  99 %")]
    [InlineData(100, "███████████████ 100 %")]
    public void The_bar_tells_the_share_without_colour_too(int finished, string bar)
    {
        var line = new ProgressLine(new(finished, 0, 0, 0, 0), new(0, [], null, null, TimeSpan.FromSeconds(1)), new(100));

        Assert.Equal(bar, line.ToLines(21, hasColor: false, hasBlocks: true)[0]);
    }

    [Fact]
    public void With_several_goals_it_tells_how_large_the_front_is() =>
        Assert.Equal("3 done, front of 2, best 0.98765 (trial 17), 0 running, 0 failed", new ProgressLine(new(3, 0, 0, 0, 0), new(0, [], Best, null, TimeSpan.FromSeconds(1)) { FrontSize = 2 }, new()).ToString());

    [Fact]
    public void There_is_no_bar_without_a_limit() =>
        Assert.Equal(["3 done, 0 running, 0 failed"], new ProgressLine(new(3, 0, 0, 0, 0), new(0, [], null, null, TimeSpan.FromSeconds(1)), new()).ToLines(80, hasColor: true, hasBlocks: true));

    private static ProgressLine Many(int warnings) =>
        new(new(40, 2, 1, 8, 0), new(20, [.. Enumerable.Repeat("w", warnings)], Best, 2, TimeSpan.FromSeconds(10)), new(Trials: 100));
}
