using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A convolution of images [channels · height · width] into feature maps [filters · height · width], product by product.</summary>
/// <param name="weights">[(down, across, channel), filter].</param>
internal sealed class OracleConvolution(ImageShape image, Convolution convolution, bool biased, OracleWeights weights) : OracleLayer
{
    private readonly ImageShape _maps = convolution.Maps(image);
    private readonly (int From, int To, int Weight, int Filter)[] _products = [.. Products(image, convolution, convolution.Maps(image))];
    private double[][] _x = [];
    private double[,] _w = new double[0, 0];

    public OracleParameter Bias { get; } = new(convolution.Filters);

    public override IReadOnlyList<OracleParameter> Parameters => [.. weights.Parameters, .. biased ? (OracleParameter[])[Bias] : []];

    public override double[][] Forward(double[][] x)
    {
        _x = x;
        _w = weights.Compose();
        double[][] y = [.. x.Select(_ => Enumerable.Range(0, (int)_maps.Numbers).Select(at => Bias.Values[at / _maps.Positions]).ToArray())];
        for (var row = 0; row < x.Length; row++)
        {
            foreach (var (from, to, weight, filter) in _products)
                y[row][to] += x[row][from] * _w[weight, filter];
        }
        return y;
    }

    public override double[][] Backward(double[][] dy)
    {
        var dw = new double[convolution.Size * convolution.Size * image.Channels, convolution.Filters];
        double[][] dx = [.. _x.Select(row => new double[row.Length])];
        for (var row = 0; row < dy.Length; row++)
        {
            foreach (var (from, to, weight, filter) in _products)
            {
                dw[weight, filter] += _x[row][from] * dy[row][to];
                dx[row][from] += _w[weight, filter] * dy[row][to];
            }
        }
        for (var filter = 0; filter < convolution.Filters; filter++)
            Bias.Gradients[filter] = dy.Sum(row => row.Skip(filter * _maps.Positions).Take(_maps.Positions).Sum());
        weights.Backward((i, j) => dw[i, j]);
        return dx;
    }

    /// <summary>The products of one image: which pixel times which weight goes where.</summary>
    private static IEnumerable<(int From, int To, int Weight, int Filter)> Products(ImageShape image, Convolution convolution, ImageShape maps) =>
        from filter in Enumerable.Range(0, convolution.Filters)
        from i in Enumerable.Range(0, maps.Height)
        from j in Enumerable.Range(0, maps.Width)
        from down in Enumerable.Range(0, convolution.Size)
        from across in Enumerable.Range(0, convolution.Size)
        from channel in Enumerable.Range(0, image.Channels)
        let y = i * convolution.Stride + down - convolution.Padding
        let x = j * convolution.Stride + across - convolution.Padding
        where y >= 0 && y < image.Height && x >= 0 && x < image.Width
        select (
            (channel * image.Height + y) * image.Width + x, (filter * maps.Height + i) * maps.Width + j,
            (down * convolution.Size + across) * image.Channels + channel, filter);
}

/// <summary>Pooling of feature maps [maps · height · width].</summary>
internal sealed class OraclePooling(ImageShape maps, Pooling pooling) : OracleLayer
{
    private readonly ImageShape _output = pooling.Output(maps);
    private double[][] _x = [];

    public override double[][] Forward(double[][] x)
    {
        _x = x;
        return [.. x.Select(row => Outputs().Select(at => pooling.Kind == PoolingKind.Max ? Window(at).Max(from => row[from]) : Window(at).Average(from => row[from])).ToArray())];
    }

    public override double[][] Backward(double[][] dy)
    {
        double[][] dx = [.. _x.Select(row => new double[row.Length])];
        for (var row = 0; row < dy.Length; row++)
        {
            foreach (var at in Outputs())
            {
                int[] window = [.. Window(at)];
                if (pooling.Kind == PoolingKind.Max)
                {
                    dx[row][window.MaxBy(from => _x[row][from])] += dy[row][at];
                    continue;
                }
                foreach (var from in window)
                    dx[row][from] += dy[row][at] / window.Length;
            }
        }
        return dx;
    }

    private IEnumerable<int> Outputs() => Enumerable.Range(0, (int)_output.Numbers);

    private IEnumerable<int> Window(int at)
    {
        int map = at / _output.Positions, y = at % _output.Positions / _output.Width * pooling.Stride, x = at % _output.Width * pooling.Stride;
        return Enumerable.Range(0, pooling.Size * pooling.Size).Select(k => (map * maps.Height + y + k / pooling.Size) * maps.Width + x + k % pooling.Size);
    }
}

/// <summary>Images lie in this order already.</summary>
internal sealed class OracleFlatten : OracleLayer
{
    public override double[][] Forward(double[][] x) => x;

    public override double[][] Backward(double[][] dy) => dy;
}
