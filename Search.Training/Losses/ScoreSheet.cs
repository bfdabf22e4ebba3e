namespace Search.Training;

/// <summary>Adds up scores over mini-batches; allocates only when it is made.</summary>
internal sealed unsafe class ScoreSheet(Dataset data, int topK)
{
    private readonly double[] _sums = new double[data.HasLabels ? 0 : data.Outputs], _squares = new double[data.HasLabels ? 0 : data.Outputs];
    private double _loss, _residual;
    private long _count, _correct, _near;

    /// <summary>[label, class with the greatest output], row by row.</summary>
    public int[] Confusion { get; } = new int[data.Classes * data.Classes];

    public void Clear()
    {
        (_loss, _residual, _count, _correct, _near) = (0, 0, 0, 0, 0);
        Array.Clear(_sums);
        Array.Clear(_squares);
        Array.Clear(Confusion);
    }

    /// <param name="batchLoss">the sum over the rows</param>
    public void Add(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double batchLoss)
    {
        _loss += batchLoss;
        _count += outputs.Rows;
        for (int row = 0; row < outputs.Rows; row++)
        {
            if (data.HasLabels) AddLabel(outputs.Row(row), labels[row]);
            else AddTargets(outputs.Row(row), targets.Row(row));
        }
    }

    public Scores Total()
    {
        if (data.HasLabels)
            return new Scores(_loss / _count, (double)_correct / _count, (double)_near / _count, double.NaN);
        double spread = 0;
        for (int j = 0; j < _sums.Length; j++)
            spread += _squares[j] - (_sums[j] * _sums[j] / _count);
        return new Scores(_loss / _count, double.NaN, double.NaN, 1 - (_residual / spread));
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
        if (best == label) _correct++;
        if (above < topK) _near++;
    }

    private void AddTargets(float* z, float* t)
    {
        for (int j = 0; j < _sums.Length; j++)
        {
            _sums[j] += t[j];
            _squares[j] += (double)t[j] * t[j];
            _residual += ((double)z[j] - t[j]) * ((double)z[j] - t[j]);
        }
    }
}
