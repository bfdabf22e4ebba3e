namespace HyperSearch.Runner;

/// <summary>Pictures of studies by their kinds.</summary>
internal static class StudyPlot
{
    /// <summary>Draws a picture as SVG: the same for the same trials.</summary>
    /// <exception cref="PlotException">There is nothing to draw.</exception>
    public static string Draw(PlotKind kind, StudyPlotData data) => kind switch
    {
        PlotKind.History => HistoryPlot.Draw(data),
        PlotKind.Curves => CurvesPlot.Draw(data),
        PlotKind.Slice => SlicePlot.Draw(data),
        PlotKind.Importance => ImportancePlot.Draw(data, StudyInsight.Of(data.Study, data.Trials, new() { IsImportanceOnly = true })),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such picture."),
    };
}
