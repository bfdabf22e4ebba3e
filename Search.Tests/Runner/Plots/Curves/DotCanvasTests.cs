using HyperSearch.Runner;

namespace Search.Tests;

public sealed class DotCanvasTests
{
    [Fact]
    public void A_line_has_a_dot_wherever_it_goes_in_braille()
    {
        var canvas = new DotCanvas(2, 1, hasBraille: true);

        canvas.Line([(0, 3), (3, 0)], isDashed: false);

        Assert.Equal((4, 4, "⡠⠊"), (canvas.Width, canvas.Height, Seen(canvas, 1, 2)));
    }

    [Fact]
    public void A_dashed_line_has_gaps_and_goes_on_across_its_points()
    {
        var canvas = new DotCanvas(6, 1, hasBraille: true);

        canvas.Line([(0, 0), (4, 0), (11, 0)], isDashed: true);

        Assert.Equal("⠉ ⠈⠁ ⠉", Seen(canvas, 1, 6));
    }

    [Fact]
    public void Where_there_is_no_braille_characters_tell_the_lines_apart_and_the_later_one_is_seen()
    {
        var canvas = new DotCanvas(4, 2, hasBraille: false);

        canvas.Line([(0, 0), (3, 0)], isDashed: true);
        canvas.Line([(0, 1), (1, 0), (2, 0)], isDashed: false);

        Assert.Equal(".**.\n*   ", Seen(canvas, 2, 4));
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(column => canvas[0, column].IsDashed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_point_is_a_dot_and_none_is_nothing(bool hasBraille)
    {
        var canvas = new DotCanvas(3, 2, hasBraille);

        canvas.Line([], isDashed: false);
        Assert.Equal("   \n   ", Seen(canvas, 2, 3));
        canvas.Line([(canvas.Width - 1, canvas.Height - 1)], isDashed: true);

        Assert.Equal(hasBraille ? "   \n  ⢀" : "   \n  .", Seen(canvas, 2, 3));
    }

    private static string Seen(DotCanvas canvas, int rows, int columns) =>
        string.Join('\n', Enumerable.Range(0, rows).Select(row => string.Concat(Enumerable.Range(0, columns).Select(column => canvas[row, column].Character))));
}
