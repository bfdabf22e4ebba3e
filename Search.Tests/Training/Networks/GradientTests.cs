using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Every layer and loss: the oracle's gradients against central differences in double precision, the network's against the oracle's.</summary>
public unsafe class GradientTests
{
    private const int Rows = 7, Outputs = 5;
    private const long Step = 17;
    private static readonly MlpSettings Plain = new() { Hidden = [12, 18], Activation = Activation.Tanh, Seed = 3 };
    private static readonly MlpSettings Images = Plain with { Image = new(5, 6, 2), Convolutions = [new(3, Padding: 1, Pool: Pooling.Max(2)), new(4, Size: 2)], Hidden = [5] };

    public static TheoryData<string> Nets() => [.. Settings().Keys];

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_oracles_gradients_agree_with_central_differences(string net)
    {
        var example = new Example(Settings()[net], MatrixProduct.Widest);
        example.OracleLoss(withGradients: true);
        foreach (var (_, twin) in example.Oracle.Parameters)
        {
            double[] analytic = [.. twin.Gradients];
            double[] numeric = [.. twin.Values.Select((_, i) => CentralDifference(example, twin.Values, i))];
            Assert.True(RelativeError(numeric, analytic) < 1e-7, $"{RelativeError(numeric, analytic)}");
        }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_networks_gradients_agree_with_the_oracles(string net)
    {
        foreach (var width in Enum.GetValues<VectorWidth>().Where(width => width <= MatrixProduct.Widest))
        {
            var example = new Example(Settings()[net], width);
            example.OracleLoss(withGradients: true);
            double expected = example.OracleLossReported(), actual = example.NetworkLoss();
            Assert.Equal(expected, actual, 2e-6 * Math.Max(1, expected));
            foreach (var (real, twin) in example.Oracle.Parameters)
            {
                double[] gradient = [.. Enumerable.Range(0, real.Count).Select(i => (double)real.Gradient[real.Place(i)])];
                Assert.True(RelativeError(twin.Gradients, gradient) < 1e-4, $"{real.Name}: {RelativeError(twin.Gradients, gradient)}");
            }
            GC.KeepAlive(example);
        }
    }

    private static Dictionary<string, MlpSettings> Settings() => new()
    {
        ["linear"] = Plain with { Hidden = [] },
        ["identity"] = Plain with { Activation = Activation.Identity },
        ["relu"] = Plain with { Activation = Activation.Relu },
        ["leaky relu"] = Plain with { Activation = Activation.LeakyRelu(0.1) },
        ["prelu"] = Plain with { Activation = Activation.PRelu(0.3) },
        ["elu"] = Plain with { Activation = Activation.Elu(1.3) },
        ["sigmoid"] = Plain with { Activation = Activation.Sigmoid },
        ["tanh"] = Plain,
        ["gelu"] = Plain with { Activation = Activation.Gelu },
        ["silu"] = Plain with { Activation = Activation.Silu },
        ["batch normalization"] = Plain with { Normalization = Normalization.Batch() },
        ["batch normalization after"] = Plain with { Normalization = Normalization.Batch(NormalizationPlace.AfterActivation) },
        ["layer normalization"] = Plain with { Normalization = Normalization.Layer() },
        ["layer normalization after"] = Plain with { Normalization = Normalization.Layer(NormalizationPlace.AfterActivation) },
        ["group normalization"] = Plain with { Normalization = Normalization.Group(3) },
        ["weight normalization"] = Plain with { Normalization = Normalization.Weight },
        ["dropout"] = Plain with { Dropout = 0.4 },
        ["dropout on relu and batch normalization"] = Plain with { Activation = Activation.Relu, Normalization = Normalization.Batch(), Dropout = 0.4 },
        ["DropConnect"] = Plain with { DropConnect = 0.4 },
        ["DropConnect, weight normalization and dropout"] = Plain with { DropConnect = 0.4, Normalization = Normalization.Weight, Dropout = 0.4 },
        ["convolutions"] = Images with { Convolutions = [new(3), new(4, Size: 2)] },
        ["convolutions alone"] = Images with { Convolutions = [new(3, Padding: 1), new(4, Size: 2)], Hidden = [] },
        ["convolutions with a stride"] = Images with { Convolutions = [new(3, Size: 2, Stride: 1), new(4, Size: 3, Stride: 2, Padding: 2)] },
        ["convolutions of many filters"] = Images with { Convolutions = [new(18, Stride: 2, Padding: 1), new(3, Stride: 2, Padding: 1)] },
        ["convolutions of a pixel"] = Images with { Convolutions = [new(3, Size: 1, Stride: 2), new(4, Size: 1)] },
        ["max pooling"] = Images,
        ["max pooling of windows that overlap"] = Images with { Convolutions = [new(3, Padding: 1, Pool: Pooling.Max(3, stride: 2)), new(4, Size: 1)] },
        ["average pooling"] = Images with { Convolutions = [new(3, Padding: 1, Pool: Pooling.Average(2)), new(4, Size: 1, Pool: Pooling.Average(2, stride: 1))] },
        ["batch normalization of feature maps"] = Images with { Normalization = Normalization.Batch(), Activation = Activation.Relu },
        ["batch normalization of feature maps after"] = Images with { Normalization = Normalization.Batch(NormalizationPlace.AfterActivation), Activation = Activation.Sigmoid },
        ["layer normalization of feature maps"] = Images with { Normalization = Normalization.Layer() },
        ["group normalization of feature maps"] = Images with { Normalization = Normalization.Group(2, NormalizationPlace.AfterActivation), Convolutions = [new(6), new(4, Size: 2)], Hidden = [6] },
        ["instance normalization"] = Images with { Normalization = Normalization.Instance(), Convolutions = [new(3, Padding: 1), new(4, Size: 2)] },
        ["weight normalization of filters"] = Images with { Normalization = Normalization.Weight },
        ["prelu of feature maps"] = Images with { Activation = Activation.PRelu(0.3) },
        ["label smoothing"] = Plain with { LabelSmoothing = 0.2 },
        ["sigmoid cross-entropy"] = Plain with { Loss = Loss.SigmoidCrossEntropy },
        ["mean squared error"] = Plain with { Loss = Loss.MeanSquaredError },
    };

    private static double CentralDifference(Example example, double[] values, int i)
    {
        const double Distance = 1e-5;
        var original = values[i];
        values[i] = original + Distance;
        var above = example.OracleLoss(withGradients: false);
        values[i] = original - Distance;
        var below = example.OracleLoss(withGradients: false);
        values[i] = original;
        return (above - below) / (2 * Distance);
    }

    /// <summary>‖a − b‖ / ‖a‖</summary>
    private static double RelativeError(double[] expected, double[] actual) =>
        Math.Sqrt(expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum()) / Math.Sqrt(expected.Sum(a => a * a));

    /// <summary>A small network with random biases, its twin, and one mini-batch.</summary>
    private sealed class Example
    {
        private readonly int _features;
        private readonly MlpSettings _settings;
        private readonly Network _network;
        private readonly double[][] _x;
        private readonly int[] _labels = [.. Enumerable.Range(0, Rows).Select(row => row * 3 % Outputs)];

        public Example(MlpSettings settings, VectorWidth width)
        {
            _settings = settings;
            _features = (int)(settings.Image?.Numbers ?? 9);
            _network = MlpBuilder.Build(settings, _features, Outputs, batchSize: Rows + 1, width);
            _network.Initialize(settings.Seed);
            foreach (var parameter in _network.Parameters.All.Where(parameter => parameter.Kind == ParameterKind.NoDecay))
            {
                var off = TestNumbers.Normal(parameter.Count, (ulong)parameter.Offset);
                for (var i = 0; i < parameter.Count; i++)
                    parameter.Value[i] += 0.3f * off[i];
            }
            var inputs = TestNumbers.Normal(Rows * _features);
            for (var row = 0; row < Rows; row++)
                inputs.AsSpan(row * _features, _features).CopyTo(new Span<float>(_network.Input.Row(row), _features));
            _x = [.. inputs.Select(value => (double)value).Chunk(_features)];
            Oracle = new OracleNetwork(_network, Step);
        }

        public OracleNetwork Oracle { get; }

        public double OracleLoss(bool withGradients)
        {
            var z = Oracle.Forward(_x);
            var (loss, gradient) = OracleLosses.Of(_settings, z, _labels);
            if (withGradients)
                Oracle.Backward(gradient);
            return loss;
        }

        /// <summary>Without label smoothing, which is in the gradients alone.</summary>
        public double OracleLossReported() => OracleLosses.Of(_settings with { LabelSmoothing = 0 }, Oracle.Forward(_x), _labels).Loss;

        public double NetworkLoss()
        {
            var pass = new Pass(Training: true, Step);
            Matrix outputs = _network.Forward(Rows, pass), targets = _network.Arena.AllocateMatrix(Rows, Outputs);
            for (var row = 0; row < Rows; row++)
                targets[row, _labels[row]] = 1;
            var loss = _settings.Loss.Run(outputs, _labels, targets, _settings.LabelSmoothing, _network.OutputGradient.Top(Rows));
            _network.Backward(Rows, pass);
            return loss / Rows;
        }
    }
}
