namespace HyperSearch.Training;

/// <summary>Where a point of a digit falls in its image: a random affine map, then a random smooth bending.</summary>
internal sealed class DigitWarp
{
    private const int Nodes = 4;
    private readonly double _xx, _xy, _yx, _yy, _moveX, _moveY;
    private readonly double[] _bendX = new double[Nodes * Nodes], _bendY = new double[Nodes * Nodes];

    public DigitWarp(ref RandomNumbers random)
    {
        double turn = random.NextBetween(-0.25, 0.25), slant = random.NextBetween(-0.3, 0.3);
        double width = random.NextBetween(0.7, 1.1), height = random.NextBetween(0.75, 1.1);
        (_xx, _xy, _yx, _yy) = (width, slant - turn, turn, height);
        _moveX = random.NextBetween(-1.5, 1.5);
        _moveY = random.NextBetween(-1.5, 1.5);
        for (var i = 0; i < Nodes * Nodes; i++)
        {
            _bendX[i] = random.NextBetween(-2.1, 2.1);
            _bendY[i] = random.NextBetween(-2.1, 2.1);
        }
    }

    /// <param name="point">In [0, 1] × [0, 1], y downwards.</param>
    /// <returns>In pixels.</returns>
    public (double X, double Y) Place((double X, double Y) point)
    {
        double u = point.X - 0.5, v = point.Y - 0.5;
        double x = 13.5 + _moveX + 20 * (_xx * u + _xy * v), y = 13.5 + _moveY + 20 * (_yx * u + _yy * v);
        return (x + Bend(_bendX, point), y + Bend(_bendY, point));
    }

    /// <summary>Between the four nodes around the point, with a smooth step so that strokes have no kinks.</summary>
    private static double Bend(double[] nodes, (double X, double Y) point)
    {
        double u = Math.Clamp(point.X, 0, 1) * (Nodes - 1), v = Math.Clamp(point.Y, 0, 1) * (Nodes - 1);
        int column = Math.Min((int)u, Nodes - 2), row = Math.Min((int)v, Nodes - 2);
        double s = Smooth(u - column), t = Smooth(v - row);
        var corner = row * Nodes + column;
        var upper = nodes[corner] + s * (nodes[corner + 1] - nodes[corner]);
        var lower = nodes[corner + Nodes] + s * (nodes[corner + Nodes + 1] - nodes[corner + Nodes]);
        return upper + t * (lower - upper);
    }

    private static double Smooth(double t) => t * t * (3 - 2 * t);
}
