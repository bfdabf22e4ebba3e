namespace HyperSearch.Runner;

/// <summary>The colours of pictures, on white: those of kinds can be told apart by the colour-blind.</summary>
/// <remarks>
/// M. Okabe and K. Ito: Color Universal Design, 2008. Their yellow is left out: thin lines of it cannot be seen on white.
/// </remarks>
internal static class PlotColors
{
    public const string Background = "#ffffff", Text = "#222222", MutedText = "#666666", Axis = "#555555", Grid = "#e4e4e4", Faint = "#c4c4c4";

    public const string Black = "#000000", Orange = "#e69f00", Sky = "#56b4e9", Green = "#009e73", Blue = "#0072b2", Vermilion = "#d55e00", Purple = "#cc79a7", Gray = "#8c8c8c";

    /// <summary>For kinds without a colour of their own.</summary>
    public static readonly string[] Kinds = [Blue, Vermilion, Green, Purple, Orange, Sky, Black];

    /// <summary>Dashes for lines, where there are more than colours.</summary>
    public static readonly string?[] Dashes = [null, "7 3", "2 2.5", "9 2.5 2 2.5"];

    /// <summary>Line number <paramref name="index"/>: colours first, then dashes.</summary>
    public static SvgStyle LineOf(int index, double width) => SvgStyle.Line(Kinds[index % Kinds.Length], width, Dashes[index / Kinds.Length % Dashes.Length]);
}
