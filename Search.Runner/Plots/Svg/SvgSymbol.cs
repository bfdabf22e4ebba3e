namespace HyperSearch.Runner;

/// <summary>The shape of a point.</summary>
internal enum SvgSymbol
{
    Circle,
    Triangle,
    Cross,
    Diamond,
}
