namespace HyperSearch.Runner;

/// <summary>Shape and colour of each kind of trial.</summary>
internal static class TrialMarks
{
    private static readonly TrialMark[] InLegend = [TrialMark.Complete, TrialMark.Pruned, TrialMark.Failed, TrialMark.Best];

    public static SvgSymbol SymbolOf(TrialMark mark) => mark switch
    {
        TrialMark.Complete => SvgSymbol.Circle,
        TrialMark.Pruned => SvgSymbol.Triangle,
        TrialMark.Failed => SvgSymbol.Cross,
        _ => SvgSymbol.Diamond,
    };

    public static SvgStyle StyleOf(TrialMark mark) => mark switch
    {
        TrialMark.Complete => SvgStyle.Area(PlotColors.Blue) with { Opacity = 0.75 },
        TrialMark.Pruned => SvgStyle.Area(PlotColors.Gray) with { Opacity = 0.75 },
        TrialMark.Failed => SvgStyle.Line(PlotColors.Vermilion, 1.5),
        _ => new(PlotColors.Orange, PlotColors.Black, 0.75),
    };

    public static double RadiusOf(TrialMark mark) => mark == TrialMark.Best ? 3.6 : 2.8;

    /// <summary>Says what marks stand for, of those that there are.</summary>
    /// <param name="marks">Those of a picture.</param>
    /// <param name="best">What the best ones are called.</param>
    public static IEnumerable<PlotLegendEntry> LegendOf(IEnumerable<TrialMark> marks, string best) => InLegend.Intersect(marks)
        .Select(mark => new PlotLegendEntry(mark == TrialMark.Best ? best : mark.ToString().ToLowerInvariant(), StyleOf(mark), SymbolOf(mark)));
}
