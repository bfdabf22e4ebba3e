using HyperSearch.Runner;

namespace Search.Tests;

public sealed class LiveRegionTests
{
    [Fact]
    public void Lines_are_redrawn_in_place_and_text_goes_above_them()
    {
        using var written = new StringWriter();
        var screen = new LiveRegion(written, () => 20);
        using var text = screen.CreateWriterAbove(written);

        text.Write("before\n");
        screen.Show(["one", "two"]);
        text.Write("above\n");
        screen.Show(["three"]);
        text.Write("begun, ");
        screen.Show(["four", "five"]);
        text.Write("ended\n");
        screen.End();
        text.Write("after\n");

        Assert.Equal("before\nabove\nbegun, ended\nfour\nfive\nafter\n", new TerminalEmulator(20).Write(written.ToString()).Seen);
    }

    [Fact]
    public void A_line_that_was_begun_while_lines_were_shown_is_not_lost()
    {
        using var written = new StringWriter();
        var screen = new LiveRegion(written, () => 20);
        using var text = screen.CreateWriterAbove(written);

        screen.Show(["one"]);
        text.Write("begun");
        screen.End();

        Assert.Equal("one\nbegun\n", new TerminalEmulator(20).Write(written.ToString()).Seen);
    }

    [Fact]
    public void A_terminal_that_has_become_narrower_is_cleared_of_all_rows_of_a_line()
    {
        using var written = new StringWriter();
        var width = 20;
        var screen = new LiveRegion(written, () => width);

        screen.Show(["0123456789abcde", "\e[32m##\e[0m"]);
        var seen = new TerminalEmulator(10).Write(written.ToString());
        width = 10;
        written.GetStringBuilder().Clear();
        screen.Show(["new"]);

        Assert.Equal("new\n", seen.Write(written.ToString()).Seen);
    }
}
