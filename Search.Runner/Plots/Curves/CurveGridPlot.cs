namespace HyperSearch.Runner;

/// <summary>A <see cref="CurveFigure"/> as SVG: the goal's curves solid, the others dashed.</summary>
internal static class CurveGridPlot
{
    private const int MostPanels = 100, MostSteps = 120, MostLines = 3;
    private const double PanelHeight = 84, ColumnGap = 14, RowGap = 8, TextGap = 4, HeadFont = 10, HeadLine = 12, SettingsFont = 9, SettingsLine = 11, PointLength = 1;

    private static readonly SvgStyle CurveStyle = SvgStyle.Line(PlotColors.Blue, 1.5), CompanionStyle = SvgStyle.Line(PlotColors.Vermilion, 1.25, "4 2.5");

    public static string Draw(CurveFigure figure)
    {
        var (score, steps) = (figure.Score, figure.Steps);
        CurvePanel[] panels = [.. figure.Panels.Take(MostPanels)];
        var columns = panels.Length is 5 or 6 or 9 ? 3 : Math.Min(panels.Length, 4);
        var beside = PlotArea.RoomBeside(score);
        var width = (PlotPage.Width - 2 * PlotPage.Margin - beside - (columns - 1) * ColumnGap) / columns;
        var below = PlotArea.RoomBelow(steps, width);
        var cells = (int)(width / SvgText.Width("x", SettingsFont));
        IReadOnlyList<string>[] settings = [.. panels.Select(panel => panel.SettingLines(cells, MostLines))];
        // All panels of a row have the room that the longest settings need.
        double[] above = [.. settings.Chunk(columns).Select(row => HeadLine + SettingsLine * row.Max(lines => lines.Count) + TextGap)];
        var page = new PlotPage(figure.Data.Study.Name, $"{figure.Data.BestName}: {figure.Data.Describe()}")
        {
            Legend = [new(figure.Data.Study.Goal.Metric, CurveStyle), .. figure.Companion is { } companion ? [new PlotLegendEntry(companion, CompanionStyle)] : Array.Empty<PlotLegendEntry>()],
        };
        return page.Draw(page.HeightFor(above.Sum(room => room + PanelHeight + below + RowGap)), (svg, body) =>
        {
            var y = body.Y;
            for (var i = 0; i < panels.Length; i++)
            {
                var (row, column) = (i / columns, i % columns);
                var area = new PlotArea(new(body.X + beside + column * (width + ColumnGap), y + above[row], width, PanelHeight), steps, score);
                DrawHead(svg, area.Box, panels[i].Head, settings[i]);
                area.Draw(svg, hasLabelsBeside: column == 0);
                Draw(svg, area, panels[i].Companion, CompanionStyle);
                Draw(svg, area, panels[i].Curve, CurveStyle);
                if (column == columns - 1)
                    y += above[row] + PanelHeight + below + RowGap;
            }
            return [PlotNotes.Shown(panels.Length, figure.Panels.Count, "panels")];
        });
    }

    private static void DrawHead(SvgWriter svg, SvgBox box, string head, IReadOnlyList<string> settings)
    {
        var y = box.Y - TextGap - SettingsLine * settings.Count;
        svg.Text(box.X, y, SvgText.Fit(head, HeadFont, box.Width), new(HeadFont, PlotColors.Text) { IsBold = true });
        for (var i = 0; i < settings.Count; i++)
            svg.Text(box.X, y + (i + 1) * SettingsLine, SvgText.Fit(settings[i], SettingsFont, box.Width), new(SettingsFont, PlotColors.MutedText));
    }

    private static void Draw(SvgWriter svg, PlotArea area, IReadOnlyList<Measurement> curve, SvgStyle style)
    {
        using var group = svg.Group(style);
        if (curve is [var only])
            svg.Line(area.X(only.Step) - PointLength, area.Y(only.Value), area.X(only.Step) + PointLength, area.Y(only.Value));
        foreach (var part in area.Within(CurvesPlot.Evenly(curve, MostSteps).Select(measured => ((double)measured.Step, measured.Value))))
            svg.Line(part);
    }
}
