namespace HyperSearch.Runner;

/// <summary>How shapes look, in SVG's own words.</summary>
/// <param name="Fill">The colour inside, or "none".</param>
/// <param name="Stroke">The colour of the outline, or "none".</param>
/// <param name="Width">The outline's, in pixels.</param>
internal sealed record SvgStyle(string Fill, string Stroke, double Width = 1)
{
    /// <summary>Lengths of dashes and gaps; null for a line without gaps.</summary>
    public string? Dashes { get; init; }

    /// <summary>0 to 1.</summary>
    public double Opacity { get; init; } = 1;

    public static SvgStyle Line(string color, double width = 1, string? dashes = null) => new("none", color, width) { Dashes = dashes };

    public static SvgStyle Area(string color) => new(color, "none");
}
