namespace HyperSearch.Runner;

/// <summary>Scores in the order in which trials finished, with a line for the best so far.</summary>
internal static class HistoryPlot
{
    private const int MostPoints = 4000;

    private static readonly SvgStyle BestSoFarStyle = SvgStyle.Line(PlotColors.Black, 1.5);

    /// <exception cref="PlotException">No trial has a score.</exception>
    public static string Draw(StudyPlotData data)
    {
        Trial[] trials = [.. data.Trials.Where(trial => trial.FinishOrder is not null).OrderBy(trial => trial.FinishOrder)];
        var score = ScoreAxis.Of(data.Study.Goal, trials.Select(trial => trial.Value).OfType<double>())
            ?? throw new PlotException($"The history needs a trial with a score, but none of {data.Trials.Count} has one.");
        var order = new LinearAxis("trials, in the order in which they finished", 0, PlaceOf(trials[^1]), isTight: true);
        var page = new PlotPage(data.Study.Name, data.Describe())
        {
            Legend = [.. TrialMarks.LegendOf(trials.Select(data.MarkOf), data.BestName), new("best so far", BestSoFarStyle)],
        };
        return page.Draw(PlotPage.Height, (svg, body) =>
        {
            var panel = new ScorePanel(PlotArea.Inside(body, order, score.Axis), order, score, hasStrip: trials.Any(trial => trial.Value is null));
            panel.DrawAxes(svg);
            TrialPoint[] all = [.. trials.Select(trial => panel.PointOf(PlaceOf(trial), trial, data))];
            var shown = PointThinning.Thin(all, MostPoints);
            ScorePanel.DrawPoints(svg, shown);
            using (svg.Group(BestSoFarStyle))
            {
                foreach (var part in panel.Area.Within(BestSoFar(trials, data.Study.Goal, panel.Area)))
                    svg.Line(part);
            }
            return [PlotNotes.Shown(shown.Count, all.Length, "trials"), PlotNotes.Beyond(trials, score)];
        });
    }

    // In steps, of improvements within one pixel the last.
    private static IEnumerable<(double X, double Y)> BestSoFar(Trial[] trials, Goal goal, PlotArea area)
    {
        var improvements = new List<(double X, double Y)>();
        foreach (var trial in trials.Where(TrialRanking.CanBeBest))
        {
            var (x, y) = (PlaceOf(trial), trial.Value!.Value);
            if (improvements.Count > 0 && !goal.IsBetter(y, improvements[^1].Y))
                continue;
            if (improvements.Count > 0 && Math.Floor(area.X(improvements[^1].X)) == Math.Floor(area.X(x)))
                improvements.RemoveAt(improvements.Count - 1);
            improvements.Add((x, y));
        }
        for (var i = 0; i < improvements.Count; i++)
        {
            yield return improvements[i];
            yield return (i + 1 < improvements.Count ? improvements[i + 1].X : PlaceOf(trials[^1]), improvements[i].Y);
        }
    }

    private static double PlaceOf(Trial trial) => trial.FinishOrder!.Value + 1;
}
