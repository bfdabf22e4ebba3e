namespace HyperSearch.Runner;

/// <summary>How a text looks.</summary>
/// <param name="Size">In pixels.</param>
/// <param name="Color">The text's.</param>
/// <param name="Anchor">Which part of it stands at its place: "start", "middle" or "end".</param>
internal sealed record SvgFont(double Size, string Color, string Anchor = "start")
{
    public bool IsBold { get; init; }

    /// <summary>Degrees by which it is turned about its place, clockwise.</summary>
    public double Turn { get; init; }

    /// <summary>The pixels that the text is to take, whatever the font; null for its own.</summary>
    public double? Length { get; init; }
}
