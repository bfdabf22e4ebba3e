namespace Search.Training;

/// <summary>The gradient by z is 2 (z − t) / (n K).</summary>
internal sealed record MeanSquaredErrorLoss : Loss
{
    internal override unsafe double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient)
    {
        double loss = 0;
        float share = 2f / (outputs.Rows * outputs.Columns);
        for (int row = 0; row < outputs.Rows; row++)
        {
            float* z = outputs.Row(row), t = targets.Row(row);
            for (int j = 0; j < outputs.Columns; j++)
            {
                float off = z[j] - t[j];
                loss += (double)off * off;
                if (!gradient.IsEmpty)
                    gradient[row, j] = off * share;
            }
        }

        return loss / outputs.Columns;
    }
}
