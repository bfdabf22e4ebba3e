namespace HyperSearch.Runner;

/// <summary>Cuts off what of a line lies above or below an area.</summary>
internal static class LineClipping
{
    /// <summary>The parts of a line within two heights, each of two points or more.</summary>
    /// <param name="top">The least y.</param>
    /// <param name="bottom">The greatest y.</param>
    /// <param name="line">The line's points.</param>
    public static IEnumerable<IReadOnlyList<(double X, double Y)>> Between(double top, double bottom, IEnumerable<(double X, double Y)> line)
    {
        List<(double X, double Y)> part = [];
        (double X, double Y)? before = null;
        foreach (var point in line)
        {
            if (before is { } from)
            {
                if (Crossing(from, point, top, bottom) is not { } piece)
                {
                    part = [];
                }
                else
                {
                    if (part.Count == 0)
                        part.Add(piece.From);
                    part.Add(piece.To);
                    if (piece.To != point)
                    {
                        yield return part;
                        part = [];
                    }
                }
            }
            before = point;
        }
        if (part.Count > 0)
            yield return part;
    }

    // The piece of a straight line that lies within; null where none does.
    private static ((double X, double Y) From, (double X, double Y) To)? Crossing((double X, double Y) from, (double X, double Y) to, double top, double bottom)
    {
        if (Math.Max(from.Y, to.Y) < top || Math.Min(from.Y, to.Y) > bottom)
            return null;
        return (Inside(from), Inside(to));

        (double X, double Y) Inside((double X, double Y) end)
        {
            var edge = Math.Clamp(end.Y, top, bottom);
            return edge == end.Y ? end : (from.X + (to.X - from.X) * ((edge - from.Y) / (to.Y - from.Y)), edge);
        }
    }
}
