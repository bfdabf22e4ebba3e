using Search.Training;

namespace Search.Tests;

public unsafe class GradientTests
{
    private const int Rows = 7, Features = 9, Classes = 5;
    private static readonly MlpSettings Settings = new() { Hidden = [11, 18], Seed = 3 };

    [Fact]
    public void The_oracles_gradients_agree_with_central_differences()
    {
        var (network, x, labels) = Example();
        var oracle = new OracleNetwork(network);
        oracle.LossAndGradients(x, labels);
        foreach (var (values, gradients) in oracle.Layers.SelectMany(layer => layer.Parameters))
        {
            double[] analytic = [.. gradients];
            double[] numeric = [.. values.Select((_, i) => CentralDifference(oracle, x, labels, values, i))];
            Assert.True(RelativeError(numeric, analytic) < 1e-7, $"{RelativeError(numeric, analytic)}");
        }
    }

    [Fact]
    public void The_networks_gradients_agree_with_the_oracles()
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>().Where(width => width <= MatrixProduct.Widest))
        {
            var (network, x, labels) = Example(width);
            var oracle = new OracleNetwork(network);
            double expectedLoss = oracle.LossAndGradients(x, labels);
            var pass = new Pass(Training: true, 0);
            BatchScore score = SoftmaxCrossEntropy.Run(network.Forward(Rows, pass), labels, network.OutputGradient.Top(Rows));
            network.Backward(Rows, pass);
            Assert.Equal(expectedLoss, score.Loss / Rows, 1e-6);
            foreach (var (dense, twin) in network.Layers.OfType<DenseLayer>().Zip(oracle.Layers.OfType<OracleDense>()))
            {
                double[] weights = [.. twin.Weights.Select((_, i) => (double)dense.WeightGradient(i / dense.Outputs, i % dense.Outputs))];
                double[] bias = [.. dense.BiasGradient.ToArray().Select(value => (double)value)];
                Assert.True(RelativeError(twin.WeightGradients, weights) < 1e-4, $"{RelativeError(twin.WeightGradients, weights)}");
                Assert.True(RelativeError(twin.BiasGradients, bias) < 1e-4, $"{RelativeError(twin.BiasGradients, bias)}");
            }

            GC.KeepAlive(network);
        }
    }

    [Fact]
    public void Cross_entropy_survives_logits_that_no_exponential_does()
    {
        var arena = new Arena();
        Matrix logits = arena.TakeMatrix(2, 3), gradient = arena.TakeMatrix(2, 3);
        (logits[0, 0], logits[0, 1], logits[0, 2]) = (1000, -1000, 0);
        (logits[1, 0], logits[1, 1], logits[1, 2]) = (-1e30f, 1e30f, 0);
        BatchScore score = SoftmaxCrossEntropy.Run(logits, [0, 2], gradient);
        Assert.Equal(1e30, score.Loss, 1e24);
        Assert.Equal(1, score.Correct);
        Assert.Equal([0, 0, 0], new Span<float>(gradient.Row(0), 3).ToArray());
        Assert.Equal([0, 0.5f, -0.5f], new Span<float>(gradient.Row(1), 3).ToArray());
        GC.KeepAlive(arena);
    }

    private static (Network Network, double[][] X, int[] Labels) Example(VectorWidth? width = null)
    {
        var network = new Network(Settings, Features, Classes, batchSize: Rows + 1, width);
        network.Initialize(Settings.Seed);
        float[] inputs = TestNumbers.Normal(Rows * Features);
        foreach (DenseLayer dense in network.Layers.OfType<DenseLayer>())
            TestNumbers.Normal(dense.Outputs, 9).CopyTo(dense.Bias);
        for (int row = 0; row < Rows; row++)
            inputs.AsSpan(row * Features, Features).CopyTo(new Span<float>(network.Input.Row(row), Features));
        return (network, [.. inputs.Select(value => (double)value).Chunk(Features)], [.. Enumerable.Range(0, Rows).Select(row => row * 3 % Classes)]);
    }

    private static double CentralDifference(OracleNetwork oracle, double[][] x, int[] labels, double[] values, int i)
    {
        const double Step = 1e-5;
        double original = values[i];
        values[i] = original + Step;
        double above = oracle.Loss(x, labels, forward: true);
        values[i] = original - Step;
        double below = oracle.Loss(x, labels, forward: true);
        values[i] = original;
        return (above - below) / (2 * Step);
    }

    /// <summary>‖a − b‖ / ‖a‖</summary>
    private static double RelativeError(double[] expected, double[] actual)
        => Math.Sqrt(expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum()) / Math.Sqrt(expected.Sum(a => a * a));
}
