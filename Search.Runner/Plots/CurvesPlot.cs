namespace HyperSearch.Runner;

/// <summary>Learning curves: those of the best trials in colours, before those of all others in grey.</summary>
/// <remarks>As the course "Deep Learning from Scratch" looks at its search of learning rate and weight decay, section 6.5.</remarks>
internal static class CurvesPlot
{
    private const int MostOthers = 200, MostListed = 20, MostSteps = 120;
    private const double ListWidth = 150, ListLine = 16;

    private static readonly SvgStyle OthersStyle = SvgStyle.Line(PlotColors.Faint, 0.75);

    /// <exception cref="PlotException">No trial has reported anything.</exception>
    public static string Draw(StudyPlotData data)
    {
        var ranking = new TrialRanking(data.Study.Goal);
        Trial[] all = [.. data.Trials.Where(trial => trial.Measurements.Count > 0)];
        Trial[] others = [.. all.Where(trial => data.MarkOf(trial) != TrialMark.Best).Order(ranking)];
        // Of all ranks alike.
        Trial[] shown = [.. Evenly(others, MostOthers)];
        var score = ScoreAxis.Of(data.Study.Goal, data.Best.Concat(shown).SelectMany(trial => trial.Measurements).Select(measured => measured.Value))
            ?? throw new PlotException($"Learning curves need a trial that has reported values while it ran, but none of {data.Trials.Count} has.");
        var steps = new LinearAxis("step", all.Min(trial => trial.Measurements[0].Step), all.Max(trial => trial.Measurements[^1].Step), isTight: true);
        return new PlotPage(data.Study.Name, data.Describe()).Draw(PlotPage.Height, (svg, body) =>
        {
            var area = new PlotArea(PlotArea.Inside(body with { Width = body.Width - ListWidth }, steps, score.Axis), steps, score.Axis);
            area.Draw(svg);
            using (svg.Group(OthersStyle))
            {
                foreach (var trial in shown)
                    DrawCurve(svg, area, trial);
            }
            // The best one last, over the others.
            for (var i = data.Best.Count - 1; i >= 0; i--)
            {
                using (svg.Group(StyleOf(i)))
                    DrawCurve(svg, area, data.Best[i]);
            }
            DrawList(svg, data, others.Length > 0, body.Right - ListWidth + ListLine, area.Box.Y);
            return [PlotNotes.Shown(shown.Length, others.Length, "other curves")];
        });
    }

    private static SvgStyle StyleOf(int rank) => PlotColors.LineOf(rank, rank == 0 ? 2.25 : 1.25);

    private static void DrawCurve(SvgWriter svg, PlotArea area, Trial trial)
    {
        if (trial.Measurements is [var only])
        {
            // A line of one point.
            svg.Line(area.X(only.Step) - 1, area.Y(only.Value), area.X(only.Step) + 1, area.Y(only.Value));
            return;
        }
        foreach (var part in area.Within(Evenly(trial.Measurements, MostSteps).Select(measured => ((double)measured.Step, measured.Value))))
            svg.Line(part);
    }

    // Which line is whose.
    private static void DrawList(SvgWriter svg, StudyPlotData data, bool hasOthers, double x, double y)
    {
        var entries = data.Best.Take(MostListed).Select((trial, i) => new PlotLegendEntry($"{trial.Number}: {TickLabels.Short(trial.Value!.Value)}", StyleOf(i))).ToList();
        if (data.Best.Count > MostListed)
            entries.Add(new($"{data.Best.Count - MostListed} more", StyleOf(MostListed)));
        if (hasOthers)
            entries.Add(new("all others", OthersStyle with { Width = 1.5 }));
        svg.Text(x, y, $"trial: {data.Study.Goal.Metric}", new(11, PlotColors.MutedText));
        for (var i = 0; i < entries.Count; i++)
            entries[i].Draw(svg, x, y + (i + 1) * ListLine, ListWidth - ListLine);
    }

    /// <summary>At most so many, the first and the last among them.</summary>
    public static IEnumerable<T> Evenly<T>(IReadOnlyList<T> all, int most) => all.Count <= most ? all
        : Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))]);
}
