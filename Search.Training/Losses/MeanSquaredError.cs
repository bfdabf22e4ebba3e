namespace HyperSearch.Training;

/// <summary>The gradient by z is 2 (z − t) / (n K).</summary>
internal sealed record MeanSquaredErrorLoss : Loss
{
    internal override unsafe double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient)
    {
        double loss = 0;
        var share = 2f / (outputs.Rows * outputs.Columns);
        for (var row = 0; row < outputs.Rows; row++)
        {
            float* z = outputs.Row(row), t = targets.Row(row);
            for (var j = 0; j < outputs.Columns; j++)
            {
                var off = z[j] - t[j];
                loss += (double)off * off;
                if (!gradient.IsEmpty)
                    gradient[row, j] = off * share;
            }
        }
        return loss / outputs.Columns;
    }
}
