using Search.Training;

namespace Search.Tests;

/// <summary>A layer in double precision, written for reading: the oracle of the fast one.</summary>
internal abstract class OracleLayer
{
    /// <summary>The parameters that a gradient check disturbs one by one, and their gradients after <see cref="Backward"/>.</summary>
    public virtual IEnumerable<(double[] Values, double[] Gradients)> Parameters => [];

    /// <param name="x">[rows][inputs]</param>
    public abstract double[][] Forward(double[][] x);

    /// <param name="dy">the gradient by what <see cref="Forward"/> last returned</param>
    public abstract double[][] Backward(double[][] dy);
}

internal sealed class OracleDense(int inputs, int outputs) : OracleLayer
{
    private double[][] x = [];

    /// <summary>[inputs, outputs]</summary>
    public double[] Weights { get; } = new double[inputs * outputs];

    public double[] WeightGradients { get; } = new double[inputs * outputs];

    public double[] Bias { get; } = new double[outputs];

    public double[] BiasGradients { get; } = new double[outputs];

    public override IEnumerable<(double[] Values, double[] Gradients)> Parameters => [(Weights, WeightGradients), (Bias, BiasGradients)];

    public override double[][] Forward(double[][] x)
    {
        this.x = x;
        return [.. x.Select(row => Enumerable.Range(0, outputs).Select(j => Bias[j] + Enumerable.Range(0, inputs).Sum(i => row[i] * Weights[(i * outputs) + j])).ToArray())];
    }

    public override double[][] Backward(double[][] dy)
    {
        for (int j = 0; j < outputs; j++)
        {
            BiasGradients[j] = dy.Sum(row => row[j]);
            for (int i = 0; i < inputs; i++)
                WeightGradients[(i * outputs) + j] = Enumerable.Range(0, dy.Length).Sum(row => x[row][i] * dy[row][j]);
        }

        return [.. dy.Select(row => Enumerable.Range(0, inputs).Select(i => Enumerable.Range(0, outputs).Sum(j => row[j] * Weights[(i * outputs) + j])).ToArray())];
    }
}

internal sealed class OracleActivation(Func<double, double> value, Func<double, double> derivative) : OracleLayer
{
    private double[][] x = [];

    public override double[][] Forward(double[][] x)
    {
        this.x = x;
        return [.. x.Select(row => row.Select(value).ToArray())];
    }

    public override double[][] Backward(double[][] dy)
        => [.. dy.Select((row, i) => row.Select((d, j) => d * derivative(x[i][j])).ToArray())];
}

/// <summary>The double-precision twin of a <see cref="Network"/>, with the same weights.</summary>
internal sealed class OracleNetwork
{
    public OracleNetwork(Network network) => Layers = [.. network.Layers.Select(Twin)];

    public IReadOnlyList<OracleLayer> Layers { get; }

    public double[][] Forward(double[][] x) => Layers.Aggregate(x, (value, layer) => layer.Forward(value));

    /// <summary>Mean cross-entropy; its gradients are left in the layers.</summary>
    public double LossAndGradients(double[][] x, int[] labels)
    {
        double[][] z = Forward(x);
        double[][] gradient = [.. z.Select((row, i) => Softmax(row).Select((p, j) => (p - (j == labels[i] ? 1 : 0)) / z.Length).ToArray())];
        foreach (OracleLayer layer in Layers.Reverse())
            gradient = layer.Backward(gradient);
        return Loss(z, labels);
    }

    public double Loss(double[][] x, int[] labels, bool forward) => Loss(forward ? Forward(x) : x, labels);

    private static double Loss(double[][] z, int[] labels) => z.Select((row, i) => -Math.Log(Softmax(row)[labels[i]])).Average();

    private static double[] Softmax(double[] z)
    {
        double sum = z.Sum(value => Math.Exp(value - z.Max()));
        return [.. z.Select(value => Math.Exp(value - z.Max()) / sum)];
    }

    private static OracleLayer Twin(Layer layer)
    {
        switch (layer)
        {
            case DenseLayer dense:
                var twin = new OracleDense(dense.Inputs, dense.Outputs);
                for (int i = 0; i < twin.Weights.Length; i++)
                    twin.Weights[i] = dense.Weight(i / dense.Outputs, i % dense.Outputs);
                for (int j = 0; j < dense.Outputs; j++)
                    twin.Bias[j] = dense.Bias[j];
                return twin;
            case ReluLayer:
                return new OracleActivation(x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
            default:
                throw new ArgumentException($"There is no oracle of {layer.GetType()}.");
        }
    }
}
