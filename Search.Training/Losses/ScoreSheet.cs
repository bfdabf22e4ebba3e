namespace Search.Training;

/// <summary>Adds up scores over mini-batches; allocates only when it is made.</summary>
internal sealed unsafe class ScoreSheet(Dataset data, int topK)
{
    private readonly double[] sums = new double[data.HasLabels ? 0 : data.Outputs], squares = new double[data.HasLabels ? 0 : data.Outputs];
    private double loss, residual;
    private long count, correct, near;

    /// <summary>[label, class with the greatest output], row by row.</summary>
    public int[] Confusion { get; } = new int[data.Classes * data.Classes];

    public void Clear()
    {
        (loss, residual, count, correct, near) = (0, 0, 0, 0, 0);
        Array.Clear(sums);
        Array.Clear(squares);
        Array.Clear(Confusion);
    }

    /// <param name="batchLoss">the sum over the rows</param>
    public void Add(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double batchLoss)
    {
        loss += batchLoss;
        count += outputs.Rows;
        for (int row = 0; row < outputs.Rows; row++)
        {
            if (data.HasLabels) AddLabel(outputs.Row(row), labels[row]);
            else AddTargets(outputs.Row(row), targets.Row(row));
        }
    }

    public Scores Total()
    {
        if (data.HasLabels)
            return new Scores(loss / count, (double)correct / count, (double)near / count, double.NaN);
        double spread = 0;
        for (int j = 0; j < sums.Length; j++)
            spread += squares[j] - (sums[j] * sums[j] / count);
        return new Scores(loss / count, double.NaN, double.NaN, 1 - (residual / spread));
    }

    private void AddLabel(float* z, int label)
    {
        int best = 0, above = 0;
        for (int j = 0; j < data.Classes; j++)
        {
            if (z[j] > z[best]) best = j;
            if (z[j] > z[label]) above++;
        }

        Confusion[(label * data.Classes) + best]++;
        if (best == label) correct++;
        if (above < topK) near++;
    }

    private void AddTargets(float* z, float* t)
    {
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] += t[j];
            squares[j] += (double)t[j] * t[j];
            residual += ((double)z[j] - t[j]) * ((double)z[j] - t[j]);
        }
    }
}
