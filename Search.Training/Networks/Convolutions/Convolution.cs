namespace HyperSearch.Training;

/// <summary>
/// A block of a convolutional net: convolution → normalization → activation → pooling. Each filter goes over the image and makes
/// a feature map of it: y[f, i, j] = b[f] + Σ w[f, c, k, l] x[c, s i + k − p, s j + l − p], with stride s and padding p; outside
/// the image x is 0. LeCun, Bottou, Bengio and Haffner 1998, section II.A.
/// </summary>
/// <param name="Filters">Feature maps that it puts out, at least 1.</param>
/// <param name="Size">Pixels of a filter, down and across, at least 1.</param>
/// <param name="Stride">Pixels from a position of the filter to the next, at least 1.</param>
/// <param name="Padding">Zeros around the image on each side, from 0 to less than the size.</param>
/// <param name="Pool">What its feature maps are made smaller by; null: nothing.</param>
public sealed record Convolution(int Filters, int Size = 3, int Stride = 1, int Padding = 0, Pooling? Pool = null)
{
    /// <summary>The feature maps, before pooling.</summary>
    /// <exception cref="ArgumentException">Sizes are out of range, or a filter does not fit into the image.</exception>
    internal ImageShape Maps(ImageShape image)
    {
        image.Validate();
        if (Filters < 1 || Size < 1 || Stride < 1)
            throw new ArgumentException($"A convolution: `filters, size and stride ≥ 1` must hold, but they are {Filters}, {Size} and {Stride}.");
        if (Padding < 0 || Padding >= Size)
            throw new ArgumentException($"A convolution: `0 ≤ padding < size` must hold, but they are {Padding} and {Size}.");
        long height = image.Height + 2L * Padding, width = image.Width + 2L * Padding;
        if (Size > height || Size > width)
            throw new ArgumentException($"A convolution: a filter must fit into the image with its padding, but it is {Size} × {Size} and the image {height} × {width}.");
        if ((Int128)height * width * image.Channels > Arena.Largest)
            throw new ArgumentException($"A convolution: the image of {image.Channels} × {height} × {width} numbers, padding included, is too large: there can be at most {Arena.Largest}.");
        var maps = new ImageShape((int)((height - Size) / Stride + 1), (int)((width - Size) / Stride + 1), Filters);
        maps.Validate();
        return maps;
    }

    /// <summary>What the block puts out.</summary>
    /// <inheritdoc cref="Maps"/>
    internal ImageShape Output(ImageShape image) => Pool is null ? Maps(image) : Pool.Output(Maps(image));
}
