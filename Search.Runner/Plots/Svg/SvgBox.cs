namespace HyperSearch.Runner;

/// <summary>A part of a picture, in pixels from its upper left corner.</summary>
internal readonly record struct SvgBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}
