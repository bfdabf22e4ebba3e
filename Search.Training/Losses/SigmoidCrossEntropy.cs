namespace HyperSearch.Training;

/// <summary>As max(z, 0) − z t + log(1 + exp(−|z|)), which never overflows; the gradient by z is (σ(z) − t) / (n K).</summary>
internal sealed record SigmoidCrossEntropyLoss : Loss
{
    internal override bool HasProbabilities => true;

    internal override double[] Probabilities(ReadOnlySpan<float> outputs)
    {
        var probabilities = new double[outputs.Length];
        for (var j = 0; j < outputs.Length; j++)
            probabilities[j] = 1 / (1 + Math.Exp(-(double)outputs[j]));
        return probabilities;
    }

    internal override unsafe double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient)
    {
        double loss = 0;
        var share = 1f / (outputs.Rows * outputs.Columns);
        for (var row = 0; row < outputs.Rows; row++)
        {
            float* z = outputs.Row(row), t = targets.Row(row);
            for (var j = 0; j < outputs.Columns; j++)
            {
                var small = MathF.Exp(-MathF.Abs(z[j]));
                loss += Math.Max(z[j], 0) - z[j] * t[j] + double.LogP1(small);
                if (!gradient.IsEmpty)
                    gradient[row, j] = ((z[j] >= 0 ? 1 / (1 + small) : small / (1 + small)) - t[j]) * share;
            }
        }
        return loss / outputs.Columns;
    }
}
