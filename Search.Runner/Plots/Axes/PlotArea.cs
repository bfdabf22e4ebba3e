namespace HyperSearch.Runner;

/// <summary>Two axes, and where values lie between them.</summary>
/// <param name="box">Where values lie, without what stands along the axes.</param>
/// <param name="x">From left to right.</param>
/// <param name="y">From the bottom up.</param>
internal sealed class PlotArea(SvgBox box, PlotAxis x, PlotAxis y)
{
    private const double TitleRoom = 22, LabelSize = 12, TitleSize = 13, MarkLength = 4, SmallMarkLength = 2, LabelGap = 7, LineRoom = 18, WidestLabel = 110, LongestTurned = 76, Overhang = 10, Turn = -38, TitleOverhang = 30, TurnedRise = 0.62;

    public SvgBox Box => box;

    /// <summary>How far the lower axis is from the lowest values.</summary>
    public double Floor { get; init; }

    public double X(double value) => box.X + x.Place(value) * box.Width;

    public double Y(double value) => box.Bottom - y.Place(value) * box.Height;

    /// <summary>Lines through points, as far as they lie within the axes.</summary>
    public IEnumerable<IReadOnlyList<(double X, double Y)>> Within(IEnumerable<(double X, double Y)> values) =>
        LineClipping.Between(box.Y, box.Bottom, values.Select(value => (X(value.X), box.Bottom - y.PlaceOf(value.Y) * box.Height)));

    /// <summary>The room to the left of an axis that stands upright, its title included, if it has one.</summary>
    public static double RoomBeside(PlotAxis y) => Math.Min(y.Ticks.Max(tick => SvgText.Width(SvgText.Line(tick.Label), LabelSize)), WidestLabel) + LabelGap + (y.Title.Length > 0 ? TitleRoom : 0);

    /// <summary>The room below an axis that lies, its title included, if it has one.</summary>
    /// <param name="x">The axis.</param>
    /// <param name="length">Its length in pixels.</param>
    public static double RoomBelow(PlotAxis x, double length) => (x.Title.Length > 0 ? TitleRoom : 0) + (IsTurned(x, length) ? LabelGap + 8 + TurnedRise * Math.Min(LongestTurned, WidestOf(x)) : LineRoom);

    /// <summary>What is left of a part of a picture when the axes have their room.</summary>
    public static SvgBox Inside(SvgBox whole, PlotAxis x, PlotAxis y)
    {
        var beside = RoomBeside(y);
        var width = whole.Width - beside;
        return new(whole.X + beside, whole.Y, width, whole.Height - RoomBelow(x, width));
    }

    /// <summary>Draws axes, grid and labels; of the upright axis the grid alone, where another beside it has the labels.</summary>
    public void Draw(SvgWriter svg, bool hasLabelsBeside = true)
    {
        var bottom = box.Bottom + Floor;
        using (svg.Group(SvgStyle.Line(PlotColors.Grid)))
        {
            foreach (var tick in y.Ticks.Where(tick => !y.HasNames && tick.Label.Length > 0))
                svg.Line(box.X, box.Bottom - tick.Place * box.Height, box.Right, box.Bottom - tick.Place * box.Height);
        }
        using (svg.Group(SvgStyle.Line(PlotColors.Axis)))
        {
            svg.Line(box.X, bottom, box.Right, bottom);
            svg.Line(box.X, box.Y, box.X, bottom);
            foreach (var tick in x.HasNames ? Labelled() : x.Ticks)
                svg.Line(box.X + tick.Place * box.Width, bottom, box.X + tick.Place * box.Width, bottom + (tick.Label.Length > 0 ? MarkLength : SmallMarkLength));
        }
        DrawBelow(svg, bottom);
        if (hasLabelsBeside)
            DrawBeside(svg);
    }

    private void DrawBelow(SvgWriter svg, double bottom)
    {
        var isTurned = IsTurned(x, box.Width);
        foreach (var tick in Labelled())
        {
            var at = box.X + tick.Place * box.Width;
            if (isTurned)
                svg.Text(at + 3, bottom + LabelGap + 8, SvgText.Fit(tick.Label, LabelSize, LongestTurned), new(LabelSize, PlotColors.Text, "end") { Turn = Turn });
            else
                svg.Text(Math.Min(at, box.Right + Overhang - SvgText.Width(SvgText.Line(tick.Label), LabelSize) / 2), bottom + LineRoom, tick.Label, new(LabelSize, PlotColors.Text, "middle"));
        }
        if (x.Title.Length > 0)
            svg.Text(box.X + box.Width / 2, bottom + RoomBelow(x, box.Width) - 4, SvgText.Fit(x.Title, TitleSize, box.Width), new(TitleSize, PlotColors.Text, "middle"));
    }

    // As many of the lower axis as there is room for, evenly.
    private IEnumerable<AxisTick> Labelled()
    {
        AxisTick[] all = [.. x.Ticks.Where(tick => tick.Label.Length > 0)];
        var room = IsTurned(x, box.Width) ? LabelSize : WidestOf(x) + LabelGap;
        var every = Math.Max(1, (int)Math.Ceiling(room * (all.Length - (x.HasNames ? 0 : 1)) / box.Width));
        return all.Where((_, i) => i % every == 0);
    }

    private void DrawBeside(SvgWriter svg)
    {
        foreach (var tick in y.Ticks.Where(tick => tick.Label.Length > 0))
            svg.Text(box.X - LabelGap, box.Bottom - tick.Place * box.Height + 4, SvgText.Fit(tick.Label, LabelSize, WidestLabel), new(LabelSize, PlotColors.Text, "end"));
        if (y.Title.Length > 0)
            svg.Text(box.X - RoomBeside(y) + TitleSize, box.Y + box.Height / 2, SvgText.Fit(y.Title, TitleSize, box.Height + TitleOverhang), new(TitleSize, PlotColors.Text, "middle") { Turn = -90 });
    }

    // Names that would touch each other.
    private static bool IsTurned(PlotAxis x, double length) => x.HasNames && WidestOf(x) + LabelGap > length / x.Ticks.Count;

    private static double WidestOf(PlotAxis x) => x.Ticks.Max(tick => SvgText.Width(SvgText.Line(tick.Label), LabelSize));
}
