namespace HyperSearch.Training;

/// <summary>Mean and variance of each column over many batches, in double precision (Chan, Golub and LeVeque 1979).</summary>
internal sealed class StatisticsAccumulator(int width)
{
    private readonly double[] _means = new double[width], _squares = new double[width];
    private long _count;

    public void Add(Matrix batch)
    {
        for (var j = 0; j < _means.Length; j++)
        {
            double sum = 0, off = 0;
            for (var i = 0; i < batch.Rows; i++)
                sum += batch[i, j];
            var mean = sum / batch.Rows;
            for (var i = 0; i < batch.Rows; i++)
                off += (batch[i, j] - mean) * (batch[i, j] - mean);
            var difference = mean - _means[j];
            _means[j] += difference * batch.Rows / (_count + batch.Rows);
            _squares[j] += off + difference * difference * _count * batch.Rows / (_count + batch.Rows);
        }
        _count += batch.Rows;
    }

    public (float Mean, float Variance) MeanAndVariance(int column) => ((float)_means[column], (float)(_squares[column] / _count));
}
