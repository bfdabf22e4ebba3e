using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Scores over each parameter, on the parameter's own scale. A trial that does not have it is not drawn there, but counted.</summary>
internal static class SlicePlot
{
    private const int MostPoints = 6000, LeastPoints = 200, MostParameters = 24, MostInThree = 9;
    private const double PanelHeight = 130, OnlyRowHeight = 260, ColumnGap = 24, HeadLine = 24, HeadFont = 12, NoteLine = 13, NoteFont = 10, NoteGap = 6;

    // How far points are strewn within the room of an option, and by what: its multiples are spread evenly.
    private const double Strewn = 0.6, GoldenRatio = 0.6180339887498949;

    /// <exception cref="PlotException">There is no parameter, or no trial with a score.</exception>
    public static string Draw(StudyPlotData data)
    {
        var space = data.Study.Space;
        Trial[] trials = [.. data.Trials.Where(trial => trial.IsFinished)];
        var score = ScoreAxis.Of(data.Study.Goal, trials.Select(trial => trial.Value).OfType<double>())
            ?? throw new PlotException($"Slices need a trial with a score, but none of {data.Trials.Count} has one.");
        if (space.Count == 0)
            throw new PlotException("Slices need a parameter, but the study has none.");
        var count = Math.Min(space.Count, MostParameters);
        var columns = count == 4 ? 2 : Math.Min(count, count <= MostInThree ? 3 : 4);
        ParameterAxis[] axes = [.. space.Parameters.Take(count).Select(parameter => new ParameterAxis(parameter))];
        int[] absent = [.. axes.Select((_, i) => trials.Count(trial => !trial.Point.IsActive(i)))];
        var page = new PlotPage(data.Study.Name, data.Describe()) { Legend = [.. TrialMarks.LegendOf(trials.Select(data.MarkOf), data.BestName)] };
        var beside = PlotArea.RoomBeside(score.Axis);
        var width = (PlotPage.Width - 2 * PlotPage.Margin - beside - (columns - 1) * ColumnGap) / columns;
        var panelHeight = count == columns ? OnlyRowHeight : PanelHeight;
        // All panels of a row have the room that the highest labels need.
        (double Above, double Below)[] rooms = [.. axes.Index().Chunk(columns).Select(row =>
            (HeadLine + (row.Any(axis => absent[axis.Index] > 0) ? NoteLine : 0), row.Max(axis => PlotArea.RoomBelow(axis.Item.Axis, width))))];
        return page.Draw(page.HeightFor(rooms.Sum(room => room.Above + panelHeight + room.Below) + NoteGap), (svg, body) =>
        {
            var (y, shown, drawn) = (body.Y, 0, 0);
            for (var i = 0; i < count; i++)
            {
                var (room, column) = (rooms[i / columns], i % columns);
                var panel = new ScorePanel(new(body.X + beside + column * (width + ColumnGap), y + room.Above, width, panelHeight), axes[i].Axis, score, hasStrip: trials.Any(trial => trial.Value is null));
                DrawHead(svg, panel.Area.Box, axes[i], absent[i], trials.Length);
                panel.DrawAxes(svg, hasLabelsBeside: column == 0);
                TrialPoint[] all = [.. trials.Where(trial => trial.Point.IsActive(i)).Select(trial => panel.PointOf(PlaceOf(axes[i], trial, i), trial, data))];
                var kept = PointThinning.Thin(all, Math.Max(LeastPoints, MostPoints / count));
                ScorePanel.DrawPoints(svg, kept);
                (shown, drawn) = (shown + kept.Count, drawn + all.Length);
                if (column == columns - 1)
                    y += room.Above + panelHeight + room.Below;
            }
            return [PlotNotes.Shown(shown, drawn, "points"), PlotNotes.Beyond(trials, score), PlotNotes.Shown(count, space.Count, "parameters")];
        });
    }

    private static void DrawHead(SvgWriter svg, SvgBox box, ParameterAxis axis, int absent, int trials)
    {
        var middle = box.X + box.Width / 2;
        var y = box.Y - 6;
        if (absent > 0)
        {
            svg.Text(middle, y, string.Create(CultureInfo.InvariantCulture, $"not in {absent:N0} of {trials:N0} trials"), new(NoteFont, PlotColors.MutedText, "middle"));
            y -= NoteLine;
        }
        svg.Text(middle, y, SvgText.Fit(axis.Title, HeadFont, box.Width + ColumnGap), new(HeadFont, PlotColors.Text, "middle"));
    }

    private static double PlaceOf(ParameterAxis axis, Trial trial, int parameter)
    {
        var value = axis.ValueOf(trial.Point[parameter]);
        return axis.AreSideBySide ? value + Strewn * (trial.Number * GoldenRatio % 1 - 0.5) : value;
    }
}
