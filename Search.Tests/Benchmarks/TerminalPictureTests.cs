using System.Globalization;
using System.Xml.Linq;
using Search.Benchmarks;

namespace Search.Tests;

public sealed class TerminalPictureTests
{
    private const double CellWidth = 7.8, Padding = 18;

    [Fact]
    public void Each_text_stands_where_and_as_it_was_written()
    {
        var terminal = new TerminalEmulator(40).Write("a  b c\n\e[32m██\e[90m░\e[0m 66 %\n\e[1;31mfailed:\e[0m <b>&\n");

        var texts = TextsOf(TerminalPicture.Of(terminal, 40, "seen"));

        Assert.Equal([(0, "a"), (3, "b c"), (0, "██"), (2, "░"), (4, "66 %"), (0, "failed:"), (8, "<b>&")], texts.Select(text => (text.Column, text.Text)));
        Assert.Equal(3, texts.Select(text => text.Y).Distinct().Count());
        Assert.Equal("#3fb950", texts[2].Color);
        Assert.NotEqual(texts[3].Color, texts[4].Color);
        Assert.Equal(texts[0].Color, texts[4].Color);
    }

    [Theory]
    [InlineData("#ff7b72", true, "1;31")]
    [InlineData("#ff7b72", false, "1;31", "22")]
    [InlineData(null, false, "1;31", "")]
    [InlineData(null, false, "92", "39")]
    [InlineData("#0a141e", false, "38;2;10;20;30")]
    [InlineData("#ff0000", false, "38;5;196")]
    [InlineData("#bcbcbc", true, "38;5;250;1")]
    [InlineData("#ff7b72", false, "38;5;1")]
    [InlineData("#ff7b72", false, "31", "4", "48;5;1")]
    public void Sequences_choose_the_ink(string? color, bool isBold, params string[] sequences) =>
        Assert.Equal(new TerminalInk(color, isBold), sequences.Aggregate(default(TerminalInk), (ink, sequence) => ink.After(sequence)));

    [Fact]
    public void That_of_the_readme_is_small() => Assert.InRange(new FileInfo(ProjectTests.FolderOf("docs/terminal.svg")).Length, 1000, 60_000);

    private static (double Y, int Column, string Text, string Color)[] TextsOf(string picture) => [.. XDocument.Parse(picture).Descendants().Where(element => element.Name.LocalName == "text")
        .Select(text => (Number(text, "y"), (int)Math.Round((Number(text, "x") - Padding) / CellWidth), text.Value, text.Attribute("fill")!.Value))];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
