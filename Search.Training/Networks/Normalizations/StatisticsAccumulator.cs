namespace Search.Training;

/// <summary>Mean and variance of each column over many batches, in double precision (Chan, Golub and LeVeque 1979).</summary>
internal sealed class StatisticsAccumulator(int width)
{
    private readonly double[] means = new double[width], squares = new double[width];
    private long count;

    public void Add(Matrix batch)
    {
        for (int j = 0; j < means.Length; j++)
        {
            double sum = 0, off = 0;
            for (int i = 0; i < batch.Rows; i++)
                sum += batch[i, j];
            double mean = sum / batch.Rows;
            for (int i = 0; i < batch.Rows; i++)
                off += (batch[i, j] - mean) * (batch[i, j] - mean);
            double difference = mean - means[j];
            means[j] += difference * batch.Rows / (count + batch.Rows);
            squares[j] += off + (difference * difference * count * batch.Rows / (count + batch.Rows));
        }

        count += batch.Rows;
    }

    public (float Mean, float Variance) MeanAndVariance(int column) => ((float)means[column], (float)(squares[column] / count));
}
