namespace HyperSearch.Runner;

/// <summary>How much each parameter matters: a bar each, the most important first, with the interval that it lies in.</summary>
internal static class ImportancePlot
{
    private const int MostParameters = 30;
    private const double RowHeight = 24, BarHeight = 14, WidestName = 190, NumberRoom = 46, NameFont = 12, WhiskerHeight = 6;

    /// <exception cref="PlotException">There is nothing known of the parameters.</exception>
    public static string Draw(StudyPlotData data, StudyInsight insight)
    {
        if (insight.Importance.Count == 0)
            throw new PlotException($"Importance needs trials with scores that differ, but {insight.Trials} trials tell nothing of it.");
        ParameterImportance[] shown = [.. insight.Importance.Take(MostParameters)];
        var share = new LinearAxis("share of what all parameters matter together (%)", 0, 100 * shown.Max(one => one.High));
        var names = Math.Min(WidestName, shown.Max(one => SvgText.Width(SvgText.Line(one.Parameter), NameFont)));
        var below = PlotArea.RoomBelow(share, PlotPage.Width);
        var page = new PlotPage(data.Study.Name, $"importance of parameters for {data.Study.Goal.Metric}, by {MethodOf(insight.Method)}, of {insight.Trials} trials");
        return page.Draw(page.HeightFor(shown.Length * RowHeight + below), (svg, body) =>
        {
            var box = new SvgBox(body.X + names + 8, body.Y, body.Width - names - 8 - NumberRoom, shown.Length * RowHeight);
            var area = new PlotArea(box, share, new CategoryAxis("", [.. shown.Reverse().Select(one => one.Parameter)]));
            area.Draw(svg, hasLabelsBeside: false);
            for (var i = 0; i < shown.Length; i++)
                DrawBar(svg, area, shown[i], body.Y + (i + 0.5) * RowHeight, names, body.X);
            return ["The lines are intervals that have 9 in 10 chances.", PlotNotes.Shown(shown.Length, insight.Importance.Count, "parameters")];
        });
    }

    private static void DrawBar(SvgWriter svg, PlotArea area, ParameterImportance one, double y, double names, double left)
    {
        var (low, high) = (area.X(100 * one.Low), area.X(100 * one.High));
        svg.Text(left + names, y + 4, SvgText.Fit(one.Parameter, NameFont, names), new(NameFont, PlotColors.Text, "end"));
        using (svg.Group(SvgStyle.Area(PlotColors.Sky)))
            svg.Bar(area.Box.X, y - BarHeight / 2, area.X(100 * one.Importance) - area.Box.X, BarHeight);
        using (svg.Group(SvgStyle.Line(PlotColors.Black, 1.25)))
        {
            svg.Line(low, y, high, y);
            svg.Line(low, y - WhiskerHeight / 2, low, y + WhiskerHeight / 2);
            svg.Line(high, y - WhiskerHeight / 2, high, y + WhiskerHeight / 2);
        }
        svg.Text(area.Box.Right + NumberRoom, y + 4, TickLabels.Percent(one.Importance), new(NameFont, PlotColors.Text, "end"));
    }

    private static string MethodOf(ImportanceMethod method) => method == ImportanceMethod.Fanova ? "functional ANOVA" : "PED-ANOVA";
}
