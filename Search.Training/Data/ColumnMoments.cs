namespace HyperSearch.Training;

/// <summary>Mean and (population) deviation of each column of some numbers that the examples have.</summary>
internal static class ColumnMoments
{
    /// <param name="data">At least one example.</param>
    /// <param name="width">How many numbers each has.</param>
    /// <param name="numbers">Those of the example that a cursor stands on.</param>
    /// <returns>[width] each; the deviation is 1 where a number never varies.</returns>
    public static (double[] Means, double[] Deviations) Of(Dataset data, int width, Func<RowCursor, ReadOnlySpan<float>> numbers)
    {
        double[] means = new double[width], deviations = new double[width];
        var cursor = data.OpenCursor();
        cursor.Move(0);
        var first = numbers(cursor).ToArray();
        var varies = new bool[width];
        for (var i = 0; i < data.Count; i++)
        {
            cursor.Move(i);
            var row = numbers(cursor);
            for (var column = 0; column < width; column++)
            {
                means[column] += row[column];
                varies[column] |= row[column] != first[column];
            }
        }
        for (var column = 0; column < width; column++)
            means[column] = varies[column] ? means[column] / data.Count : first[column];
        for (var i = 0; i < data.Count; i++)
        {
            cursor.Move(i);
            var row = numbers(cursor);
            for (var column = 0; column < width; column++)
                deviations[column] += (row[column] - means[column]) * (row[column] - means[column]) / data.Count;
        }
        for (var column = 0; column < width; column++)
            deviations[column] = varies[column] ? Math.Sqrt(deviations[column]) : 1;
        return (means, deviations);
    }
}
