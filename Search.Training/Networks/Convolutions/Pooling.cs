namespace HyperSearch.Training;

/// <summary>Makes one number of each window of a feature map. Windows that would reach past the edge are left out.
/// LeCun, Bottou, Bengio and Haffner 1998, section II.A; for the greatest, Ranzato et al. 2007.</summary>
/// <param name="Size">Pixels of a window, down and across, at least 1.</param>
/// <param name="Stride">Pixels from a window to the next, down and across, at least 1.</param>
public sealed record Pooling(PoolingKind Kind, int Size, int Stride)
{
    /// <summary>The greatest number of each window.</summary>
    /// <param name="stride">By default the size, so that windows do not overlap.</param>
    public static Pooling Max(int size, int? stride = null) => new(PoolingKind.Max, size, stride ?? size);

    /// <summary>The mean of each window.</summary>
    /// <inheritdoc cref="Max"/>
    public static Pooling Average(int size, int? stride = null) => new(PoolingKind.Average, size, stride ?? size);

    /// <param name="of">What it pools.</param>
    /// <exception cref="ArgumentException">A window does not fit into it.</exception>
    internal ImageShape Output(ImageShape of)
    {
        if (!Enum.IsDefined(Kind))
            throw new ArgumentException($"Pooling: there is no kind {Kind}.");
        if (Size < 1 || Stride < 1)
            throw new ArgumentException($"Pooling: `size ≥ 1` and `stride ≥ 1` must hold, but they are {Size} and {Stride}.");
        if (Size > of.Height || Size > of.Width)
            throw new ArgumentException($"Pooling: a window must fit into the feature map, but it is {Size} × {Size} and the map {of.Height} × {of.Width}.");
        return of with { Height = (of.Height - Size) / Stride + 1, Width = (of.Width - Size) / Stride + 1 };
    }

    internal ImageWindows Windows(ImageShape of)
    {
        var output = Output(of);
        return new ImageWindows(Size, Stride, of.Width, of.Channels, output.Height, output.Width);
    }
}
