namespace HyperSearch.Runner;

/// <summary>What all pictures have around their axes: a title, what is shown, what the marks stand for, and notes below.</summary>
/// <param name="title">Usually the study's name.</param>
/// <param name="subtitle">What is seen.</param>
internal sealed class PlotPage(string title, string subtitle)
{
    /// <summary>Fits the text of a paper at about two thirds, and its column at four tenths.</summary>
    public const double Width = 640, Height = 420;

    /// <summary>On all sides.</summary>
    public const double Margin = 12;

    private const double TitleSize = 15, TextSize = 12, NoteSize = 11, TitleLine = 24, SubtitleLine = 42, LegendLine = 61, LegendGap = 18, Bottom = Margin + 16;

    /// <summary>What stands beside each other below the title.</summary>
    public IReadOnlyList<PlotLegendEntry> Legend { get; init; } = [];

    /// <summary>The height that a page must have for a body of a height.</summary>
    public double HeightFor(double body) => Math.Ceiling(body + Top + Bottom);

    /// <param name="height">Of the page.</param>
    /// <param name="body">Draws what lies between title and notes, and says what is to be noted: what is empty, is not.</param>
    public string Draw(double height, Func<SvgWriter, SvgBox, IEnumerable<string>> body)
    {
        const double Room = Width - 2 * Margin;
        using var svg = new SvgWriter(Width, height, $"{title}: {subtitle}");
        using (svg.Group(SvgStyle.Area(PlotColors.Background)))
            svg.Bar(0, 0, Width, height);
        svg.Text(Margin, TitleLine, SvgText.Fit(title, TitleSize, Room), new(TitleSize, PlotColors.Text) { IsBold = true });
        svg.Text(Margin, SubtitleLine, SvgText.Fit(subtitle, TextSize, Room), new(TextSize, PlotColors.MutedText));
        var x = Margin;
        foreach (var entry in Legend)
        {
            entry.Draw(svg, x, LegendLine, Width - Margin - x);
            x += entry.Width + LegendGap;
        }
        var notes = string.Join("; ", body(svg, new(Margin, Top, Room, height - Top - Bottom)).Where(note => note.Length > 0));
        if (notes.Length > 0)
            svg.Text(Margin, height - Margin, SvgText.Fit(notes, NoteSize, Room), new(NoteSize, PlotColors.MutedText));
        return svg.Finish();
    }

    private double Top => (Legend.Count > 0 ? LegendLine : SubtitleLine) + 14;
}
