namespace HyperSearch.Training;

/// <summary>Adds up scores over mini-batches; allocates only when it is made.</summary>
/// <param name="confusion">Whether to count who is taken for whom, which takes memory by the square of the classes.</param>
internal sealed unsafe class ScoreAccumulator(Dataset data, int topK, bool confusion = false)
{
    // Of the targets' distances from the first ones, so that nothing is left where all are the same.
    private readonly double[] _sums = new double[data.HasLabels ? 0 : data.Outputs], _squares = new double[data.HasLabels ? 0 : data.Outputs];
    private readonly float[] _first = data.HasLabels ? [] : data.Targets(0).ToArray();
    private double _loss, _residual, _correct, _near;
    private long _count;

    /// <summary>[label, class with the greatest output, of equal ones the first]; without the examples whose outputs are no finite numbers.</summary>
    public int[,] Confusion { get; } = confusion ? new int[data.Classes, data.Classes] : new int[0, 0];

    public void Clear()
    {
        (_loss, _residual, _count, _correct, _near) = (0, 0, 0, 0, 0);
        Array.Clear(_sums);
        Array.Clear(_squares);
        Array.Clear(Confusion);
    }

    /// <param name="batchLoss">The sum over the rows.</param>
    public void Add(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double batchLoss)
    {
        _loss += batchLoss;
        _count += outputs.Rows;
        for (var row = 0; row < outputs.Rows; row++)
        {
            if (data.HasLabels)
                AddLabel(outputs.Row(row), labels[row]);
            else
                AddTargets(outputs.Row(row), targets.Row(row));
        }
    }

    public Scores Total()
    {
        var loss = double.IsFinite(_loss) ? _loss / _count : Scores.Worst(data.HasLabels).Loss;
        return data.HasLabels
            ? new Scores(loss, _correct / _count, _near / _count, double.NaN)
            : new Scores(loss, double.NaN, double.NaN, RSquared());
    }

    private double RSquared()
    {
        double spread = 0;
        for (var j = 0; j < _sums.Length; j++)
            spread += _squares[j] - _sums[j] * _sums[j] / _count;
        if (spread == 0)
            return double.NaN;
        return double.IsFinite(_residual) ? 1 - _residual / spread : Scores.Worst(hasLabels: false).RSquared;
    }

    /// <summary>What is no finite number is never a hit.</summary>
    private void AddLabel(float* z, int label)
    {
        int best = 0, above = 0, equal = 0;
        var finite = true;
        for (var j = 0; j < data.Classes; j++)
        {
            finite &= float.IsFinite(z[j]);
            if (z[j] > z[best])
                best = j;
            if (z[j] > z[label])
                above++;
            if (z[j] == z[label])
                equal++;
        }
        if (!finite)
            return;
        _correct += Hit(1 - above, equal);
        _near += Hit(topK - above, equal);
        if (confusion)
            Confusion[label, best]++;
    }

    /// <summary>The chance of the label to be in one of the places that are left to it and those whose outputs equal its own.</summary>
    private static double Hit(int places, int equal) => places <= 0 ? 0 : places >= equal ? 1 : (double)places / equal;

    private void AddTargets(float* z, float* t)
    {
        for (var j = 0; j < _sums.Length; j++)
        {
            var distance = (double)t[j] - _first[j];
            _sums[j] += distance;
            _squares[j] += distance * distance;
            _residual += ((double)z[j] - t[j]) * ((double)z[j] - t[j]);
        }
    }
}
