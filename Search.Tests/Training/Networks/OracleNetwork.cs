using HyperSearch.Training;

namespace Search.Tests;

/// <summary>The double-precision twin of a <see cref="Network"/>, with the same parameters.</summary>
internal sealed unsafe class OracleNetwork
{
    private readonly List<(Parameter Real, OracleParameter Twin)> _pairs = [];

    /// <param name="step">For which dropout draws its masks.</param>
    public OracleNetwork(Network network, long step)
    {
        Layers = [.. network.Layers.Select((layer, i) => Twin(layer, network.Positions(i), network, step))];
        foreach (var (real, twin) in _pairs)
        {
            for (var i = 0; i < real.Count; i++)
                twin.Values[i] = real.Value[real.Place(i)];
        }
    }

    public IReadOnlyList<OracleLayer> Layers { get; }

    /// <summary>A parameter of the network and its twin here.</summary>
    public IReadOnlyList<(Parameter Real, OracleParameter Twin)> Parameters => _pairs;

    public double[][] Forward(double[][] x) => Layers.Aggregate(x, (value, layer) => layer.Forward(value));

    public void Backward(double[][] gradient)
    {
        foreach (var layer in Layers.Reverse())
            gradient = layer.Backward(gradient);
    }

    /// <param name="positions">Of a feature map, or 1.</param>
    private OracleLayer Twin(Layer layer, int positions, Network network, long step)
    {
        switch (layer)
        {
            case DenseLayer dense:
                var linear = new OracleDense(dense.Inputs, dense.Outputs, dense.Bias is not null, Weights(dense, step));
                if (dense.Bias is { } bias)
                    _pairs.Add((bias, linear.Bias));
                return linear;
            case ConvolutionLayer filters:
                var convolution = new OracleConvolution(filters.Image, filters.Convolution, filters.Bias is not null, Weights(filters, step));
                if (filters.Bias is { } mapBias)
                    _pairs.Add((mapBias, convolution.Bias));
                return convolution;
            case MaxPoolLayer pool:
                return new OraclePooling(pool.Image, pool.Pooling);
            case AveragePoolLayer pool:
                return new OraclePooling(pool.Image, pool.Pooling);
            case FlattenLayer:
                return new OracleFlatten();
            case BatchNormLayer or GroupNormLayer or MapGroupNormLayer:
                var normalization = new OracleNormalization(layer.Outputs, (layer as GroupNormLayer)?.Groups ?? (layer as MapGroupNormLayer)?.Groups, positions);
                _pairs.Add((layer.Parameters[0], normalization.Gamma));
                _pairs.Add((layer.Parameters[1], normalization.Beta));
                return normalization;
            case PReluLayer:
                var prelu = new OraclePRelu(layer.Outputs, positions);
                _pairs.Add((layer.Parameters[0], prelu.Alpha));
                return prelu;
            case DropoutLayer dropout:
                var mask = Mask(dropout, network.BatchSize, step);
                return new OracleDropout((i, j) => mask[i][j]);
            case ActivationLayer<Relu>:
                return new OracleActivation(x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
            case ActivationLayer<LeakyRelu>:
                return new OracleActivation(x => x > 0 ? x : 0.1 * x, x => x > 0 ? 1 : 0.1);
            case ActivationLayer<Sigmoid>:
                return new OracleActivation(Logistic, x => Logistic(x) * (1 - Logistic(x)));
            case ActivationLayer<Tanh>:
                return new OracleActivation(Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x));
            case ActivationLayer<Elu>:
                return new OracleActivation(x => x > 0 ? x : 1.3 * (Math.Exp(x) - 1), x => x > 0 ? 1 : 1.3 * Math.Exp(x));
            case ActivationLayer<Gelu>:
                return new OracleActivation(x => x * Normal(x), x => Normal(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            case ActivationLayer<Silu>:
                return new OracleActivation(x => x * Logistic(x), x => Logistic(x) * (1 + x * (1 - Logistic(x))));
            default:
                throw new ArgumentException($"There is no oracle of {layer.GetType()}.");
        }
    }

    private OracleWeights Weights(WeightedLayer layer, long step)
    {
        var real = layer.Weights;
        var mask = Mask(layer, step);
        var twin = new OracleWeights(real.Inputs, real.Outputs, layer.WeightLengths is not null, (i, j) => mask[real.Place(i * real.Outputs + j)]);
        _pairs.Add((real, twin.Values));
        if (layer.WeightLengths is { } lengths)
            _pairs.Add((lengths, twin.Lengths));
        return twin;
    }

    /// <summary>What DropConnect makes of ones.</summary>
    private static float[] Mask(WeightedLayer layer, long step)
    {
        var ones = Enumerable.Repeat(1f, layer.Weights.Length).ToArray();
        fixed (float* mask = ones)
            layer.Mask?.Apply(mask, mask, ones.Length, step);
        return ones;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Φ by its series (Marsaglia 2004): good to the last digits for the small numbers of these tests.</summary>
    private static double Normal(double x)
    {
        double sum = x, term = x;
        for (var i = 3; Math.Abs(term) > 1e-18; i += 2)
            sum += term *= x * x / i;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>What the layer makes of ones.</summary>
    private static double[][] Mask(DropoutLayer layer, int rows, long step)
    {
        var arena = new Arena();
        var ones = arena.AllocateMatrix(rows, layer.Outputs);
        new Span<float>(ones.Data, ones.Span).Fill(1);
        layer.Forward(ones, ones, new Pass(Training: true, step));
        double[][] mask = [.. Enumerable.Range(0, rows).Select(row => new Span<float>(ones.Row(row), ones.Columns).ToArray().Select(value => (double)value).ToArray())];
        GC.KeepAlive(arena);
        return mask;
    }
}
