using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>
/// softmax(z)[j] = exp(z[j] − max z) / Σ exp(z − max z), so no exponential overflows. With label smoothing s
/// (Szegedy et al. 2016, section 7) the target is 1 − s + s/K for the label and s/K for the others. The gradient by z is
/// (softmax(z) − target) / n; the loss is that of the label alone, whatever s.
/// </summary>
internal sealed record SoftmaxCrossEntropyLoss : Loss
{
    private const int MostOnStack = 4096;

    internal override bool ReadsLabels => true;

    internal override bool HasProbabilities => true;

    internal override double[] Probabilities(ReadOnlySpan<float> outputs)
    {
        var probabilities = new double[outputs.Length];
        double largest = float.NegativeInfinity, sum = 0;
        foreach (var output in outputs)
            largest = Math.Max(largest, output);
        for (var j = 0; j < outputs.Length; j++)
            sum += probabilities[j] = Math.Exp(outputs[j] - largest);
        for (var j = 0; j < outputs.Length; j++)
            probabilities[j] /= sum;
        return probabilities;
    }

    internal override unsafe double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient)
    {
        if (outputs.Columns <= MostOnStack)
        {
            var exponentials = stackalloc float[Panels.Padded(outputs.Columns)];
            return Run(outputs, labels, smoothing, gradient, exponentials);
        }
        var many = (float*)NativeMemory.Alloc((nuint)outputs.Padded, sizeof(float));
        try
        {
            return Run(outputs, labels, smoothing, gradient, many);
        }
        finally
        {
            NativeMemory.Free(many);
        }
    }

    private static unsafe double Run(Matrix outputs, ReadOnlySpan<int> labels, double smoothing, Matrix gradient, float* exponentials)
    {
        double loss = 0;
        var classes = outputs.Columns;
        float floor = (float)(smoothing / classes), peak = (float)(1 - smoothing);
        for (var row = 0; row < outputs.Rows; row++)
        {
            var z = outputs.Row(row);
            var largest = z[0];
            for (var j = 1; j < classes; j++)
                largest = Math.Max(largest, z[j]);

            Elementwise.Map(z, exponentials, classes, new ExponentialFrom(largest));
            var sum = Reduction.Sum(exponentials, classes);
            var label = labels[row];
            loss += Math.Log(sum) + largest - z[label];
            if (gradient.IsEmpty)
                continue;

            var g = gradient.Row(row);
            float scale = 1 / (sum * outputs.Rows), share = 1f / outputs.Rows;
            for (var j = 0; j < classes; j++)
                g[j] = exponentials[j] * scale - floor * share;
            g[label] -= peak * share;
        }
        return loss;
    }
}
