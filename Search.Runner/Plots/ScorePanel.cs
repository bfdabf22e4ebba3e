namespace HyperSearch.Runner;

/// <summary>Trials by their scores over something else; those without a score lie in a strip below.</summary>
internal sealed class ScorePanel
{
    private const double StripHeight = 20, StripFont = 10;

    private readonly bool _hasStrip;

    /// <param name="box">Where trials lie.</param>
    /// <param name="x">Over what.</param>
    /// <param name="score">Their scores.</param>
    /// <param name="hasStrip">Whether there are trials without one.</param>
    public ScorePanel(SvgBox box, PlotAxis x, ScoreAxis score, bool hasStrip)
    {
        _hasStrip = hasStrip;
        var strip = hasStrip ? StripHeight : 0;
        Area = new(box with { Height = box.Height - strip }, x, score.Axis) { Floor = strip };
    }

    public PlotArea Area { get; }

    /// <param name="x">On the lower axis.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="data">What it belongs to.</param>
    public TrialPoint PointOf(double x, Trial trial, StudyPlotData data) =>
        new(Area.X(x), trial.Value is { } score ? Area.Y(score) : Area.Box.Bottom + StripHeight / 2, data.MarkOf(trial), trial.Value is { } value ? data.Study.Goal.Loss(value) : double.PositiveInfinity);

    /// <summary>Draws the axes.</summary>
    public void DrawAxes(SvgWriter svg, bool hasLabelsBeside = true)
    {
        Area.Draw(svg, hasLabelsBeside);
        if (!_hasStrip)
            return;
        using (svg.Group(SvgStyle.Line(PlotColors.Faint, dashes: "3 3")))
            svg.Line(Area.Box.X, Area.Box.Bottom, Area.Box.Right, Area.Box.Bottom);
        if (hasLabelsBeside)
            svg.Text(Area.Box.X - 7, Area.Box.Bottom + StripHeight - 3, "no value", new(StripFont, PlotColors.MutedText, "end"));
    }

    /// <summary>Draws trials.</summary>
    public static void DrawPoints(SvgWriter svg, IEnumerable<TrialPoint> points)
    {
        foreach (var alike in points.GroupBy(point => point.Mark).OrderBy(group => group.Key))
        {
            using (svg.Group(TrialMarks.StyleOf(alike.Key)))
            {
                foreach (var point in alike)
                    svg.Point(TrialMarks.SymbolOf(alike.Key), point.X, point.Y, TrialMarks.RadiusOf(alike.Key));
            }
        }
    }
}
