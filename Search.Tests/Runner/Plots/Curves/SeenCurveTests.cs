using System.Text.Json;
using System.Xml.Linq;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The curves of the best trials as a person sees them.</summary>
public sealed class SeenCurveTests
{
    private const string Hostile = "\e[31mred\u202e|[bold]`<b>\\\n=1+1";

    public static TheoryData<int> Widths => [20, 40, 80, 200];

    [Theory, MemberData(nameof(Widths))]
    public void Panels_stand_side_by_side_as_the_terminal_is_wide(int columns) =>
        Expectation.Matches($"curves-{columns}", Seen(columns, output => CurveText.Write(Figure(5), output)));

    [Fact]
    public void Characters_draw_them_where_there_is_no_braille() =>
        Expectation.Matches("curves-ascii", Seen(80, output => CurveText.Write(Figure(2), output), hasBlocks: false));

    [Fact]
    public void Many_settings_take_two_lines_and_a_study_may_have_no_other_curve() =>
        Expectation.Matches("curves-many", Seen(80, output => CurveText.Write(CurveFigure.Of(PlotStudies.Mixed(40, best: 3), metric: null), output)));

    [Fact]
    public void As_svg() => Expectation.Matches("plot-curve-grid", CurveGridPlot.Draw(Figure(20)), "svg");

    [Theory]
    [InlineData(ReportFormat.Table)]
    [InlineData(ReportFormat.Md)]
    [InlineData(ReportFormat.Json)]
    public void No_name_acts_on_a_terminal(ReportFormat format)
    {
        var written = Seen(80, output => CurveFigureWriter.Write(CurveFigure.Of(HostileStudy(), Hostile), format, output));

        Assert.DoesNotContain(written, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        Assert.Contains("[bold]", written, StringComparison.Ordinal);
        if (format == ReportFormat.Json)
            Assert.Equal(Hostile, JsonDocument.Parse(written).RootElement.GetProperty("companion").GetString());
    }

    [Fact]
    public void Nor_is_it_more_than_text_in_a_picture()
    {
        var picture = XDocument.Parse(CurveGridPlot.Draw(CurveFigure.Of(HostileStudy(), Hostile)));

        Assert.All(picture.Descendants(), element => Assert.Contains(element.Name.LocalName, (string[])["svg", "title", "g", "line", "polyline", "rect", "text"]));
        Assert.DoesNotContain(picture.Root!.Value, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
    }

    [Theory, MemberData(nameof(Widths))]
    public void No_line_is_longer_than_the_screen(int columns)
    {
        using var written = new StringWriter { NewLine = "\n" };
        CurveText.Write(CurveFigure.Of(HostileStudy(), metric: null), new(written, new(() => columns, CanRedraw: true, HasColor: false, HasBlocks: true), TextWriter.Null, null, TextReader.Null));

        Assert.All(written.ToString().Split('\n'), line => Assert.InRange(Spectre.Console.StringExtensions.GetCellWidth(line), 0, columns));
    }

    [Fact]
    public void However_narrow_the_screen_is_something_is_written() =>
        Assert.All(Enumerable.Range(1, 19), columns => Assert.NotEqual("\n", Seen(columns, output => CurveText.Write(Figure(1), output))));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colours_are_for_terminals_that_have_them_and_wanted(bool hasColor)
    {
        using var written = new StringWriter { NewLine = "\n" };
        CurveText.Write(Figure(1), new(written, new(() => 80, CanRedraw: true, hasColor, HasBlocks: true), TextWriter.Null, null, TextReader.Null));

        Assert.Equal(hasColor, written.ToString().Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_is_always_the_same_and_of_bounded_size()
    {
        var figure = CurveFigure.Of(PlotStudies.WithTraining(PlotStudies.Of(PlotStudies.Conditional, 1000, 600, "long", steps: 300)), metric: null);

        var drawn = CurveGridPlot.Draw(figure);

        Assert.Equal(drawn, CurveGridPlot.Draw(figure));
        Assert.InRange(drawn.Length, 10_000, 600_000);
        Assert.Contains("100 of ", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_complete_trial_that_reported_there_is_nothing_to_draw() =>
        Assert.Equal(
            "Learning curves need a complete trial that has reported values while it ran, but none of 0 is one.",
            Assert.Throws<PlotException>(() => CurveFigure.Of(PlotStudies.Trained(0, 5), metric: null)).Message);

    private static CurveFigure Figure(int best) => CurveFigure.Of(PlotStudies.Trained(40, best), metric: null);

    private static StudyPlotData HostileStudy()
    {
        var data = PlotStudies.Of(new(new FloatParameter(Hostile, 0, 1), new ChoiceParameter<string>("種類", [Hostile, "学習率"])), 10, 3, Hostile);
        return new(data.Study, data.Trials, data.Best, data.BestName)
        {
            Extras = new([.. data.Trials.SelectMany(trial => trial.Measurements.Select(measured => new TrialMetric(trial.Number, Hostile, measured.Step, measured.Value / 2)))], [], []),
        };
    }

    private static string Seen(int columns, Action<Output> write, bool hasBlocks = true)
    {
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => columns, CanRedraw: true, HasColor: true, hasBlocks);
        write(new(written, terminal, TextWriter.Null, terminal, TextReader.Null));
        return new TerminalEmulator(columns).Write(written.ToString()).Seen;
    }
}
