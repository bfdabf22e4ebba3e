namespace HyperSearch.Training;

/// <summary>
/// Brings pictures to another size, a direction after the other: each new pixel is the mean of the old ones under a triangle around its
/// centre, which reaches a pixel to both sides, of the coarser of the two grids. So growing is linear between neighbours, and shrinking
/// leaves nothing out.
/// </summary>
internal static class Resizing
{
    /// <param name="planes">[channels, height, width].</param>
    public static float[] Run(float[] planes, int channels, (int Height, int Width) from, (int Height, int Width) to)
    {
        if (from == to)
            return planes;
        var (across, down) = (WeightsOf(from.Width, to.Width), WeightsOf(from.Height, to.Height));
        var result = new float[channels * to.Height * to.Width];
        var wide = new float[from.Height * to.Width];
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = planes.AsSpan(channel * from.Height * from.Width, from.Height * from.Width);
            for (var y = 0; y < from.Height; y++)
            {
                for (var x = 0; x < to.Width; x++)
                    wide[y * to.Width + x] = Mean(plane[(y * from.Width)..], 1, across[x]);
            }
            for (var y = 0; y < to.Height; y++)
            {
                for (var x = 0; x < to.Width; x++)
                    result[(channel * to.Height + y) * to.Width + x] = Mean(wide.AsSpan(x), to.Width, down[y]);
            }
        }
        return result;
    }

    private static float Mean(ReadOnlySpan<float> values, int step, (int First, double[] Weights) under)
    {
        double sum = 0;
        for (var i = 0; i < under.Weights.Length; i++)
            sum += under.Weights[i] * values[(under.First + i) * step];
        return (float)sum;
    }

    /// <summary>Of each new pixel: the first old one under its triangle, and the weights from there, which add up to 1.</summary>
    private static (int First, double[] Weights)[] WeightsOf(int from, int to)
    {
        double scale = (double)from / to, reach = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, to).Select(pixel =>
        {
            var centre = (pixel + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(from, (int)(centre + reach + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(old => Math.Max(0, 1 - Math.Abs(old + 0.5 - centre) / reach))];
            var sum = weights.Sum();
            return (first, weights.Select(weight => weight / sum).ToArray());
        })];
    }
}
