namespace HyperSearch.Runner;

/// <summary>What a kind of point or line stands for.</summary>
/// <param name="Label">In words.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Symbol">The point's shape; null for a line.</param>
internal sealed record PlotLegendEntry(string Label, SvgStyle Style, SvgSymbol? Symbol = null)
{
    private const double FontSize = 12, SymbolWidth = 12, LineWidth = 24, Gap = 5;

    /// <summary>How much room it takes side by side with others.</summary>
    public double Width => SampleWidth + Gap + SvgText.Width(SvgText.Line(Label), FontSize);

    private double SampleWidth => Symbol is null ? LineWidth : SymbolWidth;

    /// <param name="svg">The picture.</param>
    /// <param name="x">Its left side.</param>
    /// <param name="y">The base line of its text.</param>
    /// <param name="room">How wide it may be.</param>
    public void Draw(SvgWriter svg, double x, double y, double room)
    {
        using (svg.Group(Style with { Opacity = 1 }))
        {
            if (Symbol is { } symbol)
                svg.Point(symbol, x + SymbolWidth / 2, y - 4, 4);
            else
                svg.Line(x, y - 4, x + LineWidth, y - 4);
        }
        svg.Text(x + SampleWidth + Gap, y, SvgText.Fit(Label, FontSize, room - SampleWidth - Gap), new(FontSize, PlotColors.Text));
    }
}
